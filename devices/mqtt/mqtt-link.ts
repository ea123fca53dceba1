import { randomBytes } from "node:crypto"
import { Context, Effect, FiberMap, Layer } from "effect"
import { WireDown } from "#core/hub/printing.ts"
import { BrokerAddress } from "./broker-address.ts"
import { type Inbound, keepSession, type MqttSession, type SessionOptions } from "./mqtt-session.ts"
import { hubStateTopic } from "./topic.ts"

/** What the hub says about itself on `hub/state`; `online: false` is also its will. */
export interface HubState {
  readonly online: boolean
  readonly at: string
}

/** The hub's own client at the broker, embedded or outside: one connection that is kept, and one per tenant for its will. */
export class MqttLink extends Context.Service<
  MqttLink,
  {
    /**
     * QoS 1. Fails at once while there is no connection, and after 5 s without PUBACK; then the connection is given up,
     * so that nothing is sent behind the caller's back later, but the broker may have taken it (`unsure`).
     */
    readonly publish: (topic: string, payload: string) => Effect.Effect<void, WireDown>
    /** Hands on everything under `filter` from now on, on every connection to come. One listener for each filter. */
    readonly listen: (
      filter: string,
      onMessage: (message: Inbound) => void | Promise<void>,
    ) => Effect.Effect<void>
    /** From now on the tenant's devices see on `hub/state` whether the hub is there. */
    readonly serve: (tenantId: string) => Effect.Effect<void>
    readonly connected: Effect.Effect<boolean>
  }
>()("heard/MqttLink") {}

export const mqttLinkLayer: Layer.Layer<MqttLink, never, BrokerAddress> = Layer.effect(
  MqttLink,
  Effect.gen(function* () {
    const broker = yield* BrokerAddress
    const listeners = new Map<string, (message: Inbound) => void | Promise<void>>()
    let current: MqttSession | undefined

    const live = (session: MqttSession) =>
      Effect.gen(function* () {
        current = session
        yield* Effect.addFinalizer(() =>
          Effect.sync(() => {
            current = undefined
          }),
        )
        if (listeners.size > 0) yield* session.subscribe(...listeners.keys())
        return yield* session.lost
      })
    yield* Effect.forkScoped(
      keepSession(
        {
          ...identityOf(broker),
          onMessage: (message) => {
            for (const [filter, onMessage] of listeners)
              if (matches(filter, message.topic)) return onMessage(message)
            message.acknowledge()
          },
        },
        live,
      ),
    )

    const states = yield* FiberMap.make<string>()
    return MqttLink.of({
      publish: (topic, payload) => Effect.suspend(() => send(current, topic, payload)),
      listen: (filter, onMessage) =>
        Effect.suspend(() => {
          listeners.set(filter, onMessage)
          const session = current
          if (session === undefined) return Effect.void
          return Effect.catchTag(session.subscribe(filter), "SessionLost", () => session.cut)
        }),
      serve: (tenantId) =>
        Effect.asVoid(
          FiberMap.run(states, tenantId, keepHubState(identityOf(broker), tenantId), {
            onlyIfMissing: true,
          }),
        ),
      connected: Effect.sync(() => current !== undefined),
    })
  }),
)

const identityOf = (broker: BrokerAddress["Service"]): SessionOptions => ({
  url: broker.url,
  clientId: `heard-hub-${randomBytes(8).toString("hex")}`,
  ...(broker.userName === undefined ? {} : { userName: broker.userName }),
  ...(broker.password === undefined ? {} : { password: broker.password }),
})

const send = (
  session: MqttSession | undefined,
  topic: string,
  payload: string,
): Effect.Effect<void, WireDown> => {
  if (session === undefined) return Effect.fail(new WireDown({ reason: "no connection to broker" }))
  return session.publish(topic, payload).pipe(
    Effect.timeoutOrElse({
      duration: "5 seconds",
      orElse: () =>
        Effect.andThen(
          session.cut,
          Effect.fail(new WireDown({ reason: "the broker did not answer", unsure: true })),
        ),
    }),
    Effect.catchTag("SessionLost", (loss) =>
      Effect.fail(new WireDown({ reason: loss.reason, unsure: true })),
    ),
  )
}

/** MQTT allows one will per connection and a tenant's devices read only their own tenant's topic: so one connection each. */
const keepHubState = (identity: SessionOptions, tenantId: string): Effect.Effect<never> => {
  const topic = hubStateTopic(tenantId)
  const stateNow = (online: boolean) =>
    JSON.stringify({ online, at: new Date().toISOString() } satisfies HubState)
  const away = () => ({ topic, payload: stateNow(false) })
  return keepSession({ ...identity, will: away, farewell: away }, (session) =>
    session.publish(topic, stateNow(true), true),
  )
}

const matches = (filter: string, topic: string): boolean => {
  const levels = topic.split("/")
  const wanted = filter.split("/")
  return wanted.every((level, n) => level === "#" || level === "+" || level === levels[n])
}
