import { Clock, Effect, FiberMap, Layer } from "effect"
import { RetainedTopics } from "#core/hub/retained-topics.ts"
import { BrokerReaders } from "./broker-readers.ts"
import { MqttLink } from "./mqtt-link.ts"
import { readerTopics } from "./reader-access.ts"
import { hubStateTopic } from "./topic.ts"

/** Words for readers outside of the hub, by the hub's own client at the broker. */
export const retainedTopicsLayer: Layer.Layer<RetainedTopics, never, MqttLink | BrokerReaders> =
  Layer.effect(
    RetainedTopics,
    Effect.gen(function* () {
      const link = yield* MqttLink
      const readers = yield* BrokerReaders
      const clock = yield* Clock.Clock
      const said = new Map<string, Said>()
      const run = yield* FiberMap.makeRuntime<never, string>()
      const listened = new Map<string, number>()

      /** A reader that began anew asks nothing: it is told everything once more, every ten seconds at most. */
      const listen = (prefix: string) =>
        Effect.suspend(() => {
          if (listened.has(prefix)) return Effect.void
          listened.set(prefix, Number.NEGATIVE_INFINITY)
          return link.listen(`${prefix}/status`, (inbound) => {
            inbound.acknowledge()
            const now = clock.currentTimeMillisUnsafe()
            const isBirth = Buffer.from(inbound.payload).toString() === "online"
            if (!isBirth || now - (listened.get(prefix) ?? 0) < tellAgainMs) return
            listened.set(prefix, now)
            const topics = [...said.values()].filter((one) => one.prefix === prefix)
            run(`birth ${prefix}`, link.repeatKept(topics.flatMap((one) => [...one.topics])))
          })
        })

      /** Unless somebody is there again after a while. The reader hears it, and is sent away after that. */
      const leave = (tenantId: string, one: Said) =>
        Effect.gen(function* () {
          if (said.get(tenantId) === one) yield* Effect.sleep(leaveMs)
          if (one.holders > 0) return
          yield* Effect.forEach([...one.topics], (topic) => link.keep(topic, undefined), {
            concurrency: 16,
            discard: true,
          })
          if (said.get(tenantId) !== one) return
          said.delete(tenantId)
          yield* readers.dismiss(tenantId)
        })

      return RetainedTopics.of({
        account: ({ tenantId }, number) => readers.accountOf(tenantId, number),
        open: ({ tenantId }, prefix, number) =>
          Effect.gen(function* () {
            const before = said.get(tenantId)
            const one: Said =
              before?.prefix === prefix ? before : { prefix, topics: new Set(), holders: 0 }
            said.set(tenantId, one)
            // An instance that follows another opens the place before the other leaves it.
            yield* Effect.acquireRelease(
              Effect.sync(() => {
                one.holders += 1
              }),
              () =>
                Effect.sync(() => {
                  one.holders -= 1
                  run(`${prefix} ${tenantId}`, leave(tenantId, one))
                }),
            )
            yield* readers.admit({ tenantId, prefix }, number)
            yield* link.serve(tenantId)
            yield* listen(prefix)
            const topics = readerTopics({ tenantId, prefix })
            const keep = (topic: string, words: object | undefined) =>
              Effect.suspend(() => {
                if (words === undefined) one.topics.delete(topic)
                else one.topics.add(topic)
                return link.keep(topic, words === undefined ? undefined : JSON.stringify(words))
              })
            return {
              stateTopic: topics.state,
              hubTopic: hubStateTopic(tenantId),
              describe: (thing, description) => keep(topics.description(thing), description),
              say: (thing, state) => keep(topics.state(thing), state),
            }
          }),
      })
    }),
  )

interface Said {
  readonly prefix: string
  readonly topics: Set<string>
  /** How many have it open. */
  holders: number
}

/** Milliseconds. */
const leaveMs = 2_000
const tellAgainMs = 10_000
