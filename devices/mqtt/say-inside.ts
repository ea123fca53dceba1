import type { Aedes } from "aedes"
import { Effect } from "effect"
import { SessionLost } from "./mqtt-session.ts"

/**
 * Publishes at QoS 1 in the broker of this process. Succeeds when it was taken, as with a PUBACK: who reads it when is the
 * broker's business. A word to be kept has also been written to everybody who is there.
 */
export const sayInside = (
  broker: Aedes,
  topic: string,
  payload: string | Uint8Array,
  retain: boolean,
): Effect.Effect<void, SessionLost> =>
  Effect.callback((resume) => {
    broker.publish(
      { cmd: "publish", topic, payload: Buffer.from(payload), qos: 1, retain, dup: false },
      (error) =>
        resume(error ? Effect.fail(new SessionLost({ reason: error.message })) : Effect.void),
    )
    if (!retain) resume(Effect.void)
  })
