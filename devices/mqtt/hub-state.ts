import { Effect, FiberMap } from "effect"
import type { HubStateMessage } from "./device-message.ts"
import { keepSession, type MqttSession, type SessionOptions } from "./mqtt-session.ts"
import type { Saying } from "./mqtt-settings.ts"
import { hubStateTopic } from "./topic.ts"

/** How the tenants' devices learn whether the hub is there. */
export interface Births {
  /** From now on this tenant's devices are told. */
  readonly serve: (tenantId: string) => Effect.Effect<void>
  /** To say on each connection of the hub's own client. */
  readonly onConnect: (session: MqttSession) => Effect.Effect<void>
  /** To say before that connection is closed. */
  readonly farewell: () => ReadonlyArray<Saying>
}

const stateOf = (tenantId: string, online: boolean, at = new Date().toISOString()): Saying => ({
  topic: hubStateTopic(tenantId),
  payload: JSON.stringify({ online, at } satisfies HubStateMessage),
})

/**
 * On a broker that lives and dies with the hub: said over the one connection there is. A hub that is killed takes the
 * broker along, and a device whose connection ends needs no will to know.
 *
 * @param say over the connection of this moment, if there is one
 */
export const birthsInside = (say: (saying: Saying) => Effect.Effect<unknown, unknown>): Births => {
  const bornAt = new Date().toISOString()
  const served = new Set<string>()
  return {
    serve: (tenantId) =>
      Effect.suspend(() => {
        if (served.has(tenantId)) return Effect.void
        served.add(tenantId)
        return Effect.ignore(say(stateOf(tenantId, true, bornAt)))
      }),
    onConnect: (session) =>
      Effect.forEach(
        served,
        (tenantId) => {
          const { topic, payload } = stateOf(tenantId, true, bornAt)
          return Effect.ignore(session.publish(topic, payload, true))
        },
        { concurrency: 64, discard: true },
      ),
    farewell: () => Array.from(served, (tenantId) => stateOf(tenantId, false)),
  }
}

/**
 * On a broker that outlives the hub: one connection for each tenant, for a connection has one will and a tenant's
 * devices read only their own tenant's topic.
 *
 * @param identity a client id of its own for each call
 */
export const birthsOutside = Effect.fnUntraced(function* (identity: () => SessionOptions) {
  const connections = yield* FiberMap.make<string>()
  return {
    serve: (tenantId) =>
      Effect.asVoid(
        FiberMap.run(connections, tenantId, keepHubState(identity(), tenantId), {
          onlyIfMissing: true,
        }),
      ),
    onConnect: () => Effect.void,
    farewell: () => [],
  } satisfies Births
})

const keepHubState = (identity: SessionOptions, tenantId: string): Effect.Effect<never> => {
  const away = () => stateOf(tenantId, false)
  return keepSession({ ...identity, will: away, farewell: away }, (session) => {
    const { topic, payload } = stateOf(tenantId, true)
    return Effect.catchTag(session.publish(topic, payload, true), "MessageRefused", ({ reason }) =>
      Effect.logError("The broker does not let the hub say that it is there", topic, reason),
    )
  })
}
