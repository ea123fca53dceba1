import { randomBytes } from "node:crypto"
import { Context, Effect, Layer } from "effect"
import { WireDown } from "#core/hub/printing.ts"
import { BrokerAddress, type InsideBroker } from "./broker-address.ts"
import { birthsInside, birthsOutside } from "./hub-state.ts"
import { type Inbound, keepSession, type MqttSession, type SessionOptions } from "./mqtt-session.ts"
import type { Dialect, MessageNotes } from "./mqtt-settings.ts"

/** The hub's own client at the broker, embedded or outside. */
export class MqttLink extends Context.Service<
  MqttLink,
  {
    /**
     * QoS 1. Fails at once while there is no connection, and after 5 s without PUBACK; then the connection is given up,
     * so that nothing is sent behind the caller's back later, but the broker may have taken it (`unsure`).
     */
    readonly publish: (
      topic: string,
      payload: string,
      notes?: MessageNotes,
    ) => Effect.Effect<void, WireDown>
    /**
     * The broker keeps this as the topic's last word, now and on every connection to come: a broker may have forgotten
     * what it kept. Without a payload it forgets the topic, at the latest on the next connection. Of {@link mostKept}
     * topics the one that was said longest ago is no longer repeated.
     */
    readonly keep: (topic: string, payload: string | undefined) => Effect.Effect<void>
    /** Says once more what is kept under these topics. */
    readonly repeatKept: (topics: Iterable<string>) => Effect.Effect<void>
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

export const mostKept = 20_000

export const mqttLinkLayer: Layer.Layer<MqttLink, never, BrokerAddress> = Layer.effect(
  MqttLink,
  Effect.gen(function* () {
    const broker = yield* BrokerAddress
    const dialect: Dialect = { version: broker.inside === undefined ? 5 : 4 }
    const identity = () => identityOf(broker, dialect)
    const listeners = new Map<string, (message: Inbound) => void | Promise<void>>()
    const kept = new Map<string, string>()
    let current: MqttSession | undefined

    const sayKept = (topic: string, payload: string) =>
      Effect.suspend(() =>
        current === undefined
          ? Effect.void
          : current.publish(topic, payload, true).pipe(
              Effect.tap(() =>
                Effect.sync(() => {
                  if (payload === "" && kept.get(topic) === "") kept.delete(topic)
                }),
              ),
              Effect.catchTag("SessionLost", () => Effect.void),
              Effect.catchTag("MessageRefused", ({ reason }) =>
                Effect.logError("The broker does not keep what the hub says", topic, reason),
              ),
            ),
      )
    const births =
      broker.inside === undefined
        ? yield* birthsOutside(identity)
        : birthsInside(({ topic, payload }) => sayKept(topic, payload))

    const live = (opened: MqttSession) =>
      Effect.gen(function* () {
        const session = broker.inside === undefined ? opened : speakingInside(opened, broker.inside)
        current = session
        yield* Effect.addFinalizer(() =>
          Effect.sync(() => {
            current = undefined
          }),
        )
        if (listeners.size > 0) yield* session.subscribe(...listeners.keys())
        yield* births.onConnect(session)
        yield* Effect.forEach([...kept], ([topic, payload]) => sayKept(topic, payload), {
          concurrency: 64,
          discard: true,
        })
        return yield* session.lost
      })
    yield* Effect.forkScoped(
      keepSession(
        {
          ...identity(),
          farewell: births.farewell,
          onMessage: (message) => {
            for (const [filter, onMessage] of listeners)
              if (matches(filter, message.topic)) return onMessage(message)
            message.acknowledge()
          },
        },
        live,
      ),
    )

    return MqttLink.of({
      publish: (topic, payload, notes) =>
        Effect.suspend(() => send(current, topic, payload, notes)),
      keep: (topic, payload) =>
        Effect.suspend(() => {
          kept.delete(topic)
          kept.set(topic, payload ?? "")
          const oldest = kept.keys().next()
          if (kept.size > mostKept && !oldest.done) kept.delete(oldest.value)
          return sayKept(topic, payload ?? "")
        }),
      repeatKept: (topics) =>
        Effect.forEach(
          [...topics],
          (topic) => Effect.suspend(() => sayKept(topic, kept.get(topic) ?? "")),
          { concurrency: 64, discard: true },
        ),
      listen: (filter, onMessage) =>
        Effect.suspend(() => {
          listeners.set(filter, onMessage)
          const session = current
          if (session === undefined) return Effect.void
          return Effect.catchTag(session.subscribe(filter), "SessionLost", () => session.cut)
        }),
      serve: births.serve,
      connected: Effect.sync(() => current !== undefined),
    })
  }),
)

/** It only listens by its connection. */
const speakingInside = (session: MqttSession, { publish }: InsideBroker): MqttSession => ({
  ...session,
  publish: (topic, payload, retain = false) => publish(topic, payload, retain),
})

const identityOf = (broker: BrokerAddress["Service"], dialect: Dialect): SessionOptions => ({
  url: broker.url,
  clientId: `heard-hub-${randomBytes(8).toString("hex")}`,
  dialect,
  ...(broker.userName === undefined ? {} : { userName: broker.userName }),
  ...(broker.password === undefined ? {} : { password: broker.password }),
})

const send = (
  session: MqttSession | undefined,
  topic: string,
  payload: string,
  notes: MessageNotes | undefined,
): Effect.Effect<void, WireDown> => {
  if (session === undefined) return Effect.fail(new WireDown({ reason: "no connection to broker" }))
  return session.publish(topic, payload, false, notes).pipe(
    Effect.timeoutOrElse({
      duration: "5 seconds",
      orElse: () =>
        Effect.andThen(
          session.cut,
          Effect.fail(new WireDown({ reason: "the broker did not answer", unsure: true })),
        ),
    }),
    Effect.catchTag("SessionLost", ({ reason }) =>
      Effect.fail(new WireDown({ reason, unsure: true })),
    ),
    Effect.catchTag("MessageRefused", ({ code, reason }) =>
      Effect.fail(new WireDown({ reason: `the broker refuses it (${code}): ${reason}` })),
    ),
  )
}

const matches = (filter: string, topic: string): boolean => {
  const levels = topic.split("/")
  const wanted = filter.split("/")
  return wanted.every((level, n) => level === "#" || level === "+" || level === levels[n])
}
