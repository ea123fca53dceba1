import type { Aedes } from "aedes"
import { Effect } from "effect"
import { SessionLost } from "./mqtt-session.ts"

/**
 * Publishes at QoS 1 in the broker of this process itself. Succeeds when every connected reader was written to; one that
 * does not read is waited for, until the broker ends its connection.
 */
export const sayInside = (
  broker: Aedes,
  topic: string,
  payload: string | Uint8Array,
  retain: boolean,
): Effect.Effect<void, SessionLost> =>
  Effect.callback((resume) =>
    broker.publish(
      { cmd: "publish", topic, payload: Buffer.from(payload), qos: 1, retain, dup: false },
      (error) =>
        resume(error ? Effect.fail(new SessionLost({ reason: error.message })) : Effect.void),
    ),
  )
