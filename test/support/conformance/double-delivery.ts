import { randomUUID } from "node:crypto"
import { Effect } from "effect"
import type { EpochMs } from "#core/kitchen/ids.ts"
import type { RecordedEvent } from "#core/log/event-log.ts"
import { attempt } from "#core/plugins/bus/attempt.ts"
import { BusStore } from "#core/plugins/bus/bus-store.ts"
import { Handlers } from "#core/plugins/bus/handlers.ts"
import { streamOfPlugin } from "#core/plugins/bus/topic.ts"
import { type EventDef, topicOf } from "#core/plugins/event.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import { PluginInstances } from "#core/plugins/running/plugin-instances.ts"
import type { PluginTestkit } from "#test/support/plugin-testkit.ts"
import { heardAll } from "./heard-all.ts"
import type { PluginHouse } from "./plugin-house.ts"
import { difference, rowsOf } from "./plugin-rows.ts"
import { sampled } from "./sampled.ts"

/** Payloads of each kind of event that a handler is tried with. */
const payloadsEach = 3

/** Far behind the real log, so that no handler has dealt with such a position. */
const firstPosition = 1_000_000_000

/**
 * Delivers events to every handler of the plugin: once, once more as after a crash, and once more as when somebody asks
 * for a replay, which the bus no longer holds back.
 *
 * @returns handlers that failed, and rows that the second or third time changed
 */
export const deliveredTwice = (
  kit: Pick<PluginTestkit, "run" | "database">,
  plugin: LoadedPlugin,
  { tenantId }: PluginHouse,
): Promise<ReadonlyArray<string>> =>
  kit.run(
    Effect.gen(function* () {
      const store = yield* BusStore
      const instances = yield* PluginInstances
      // What a handler tells the others may come back to the plugin itself, a moment later.
      const rows = Effect.andThen(
        heardAll(plugin.key, tenantId),
        Effect.promise(() => rowsOf(kit, plugin.key, tenantId)),
      )
      const wrong: Array<string> = []
      let position = firstPosition
      for (const handler of new Handlers([plugin]).all) {
        const { event, id } = handler.subscription
        for (const data of yield* sampled(event.schema, payloadsEach, idOf)) {
          position += 1
          const recorded = recordedAs(event, tenantId, position, data)
          const deliver = (times: Pick<BusStore["Service"], "once">, replay: boolean) =>
            attempt(
              { store: { ...store, ...times }, instances: instances.get },
              handler,
              tenantId,
              { event: recorded, attempt: 0, replay },
            )
          const first = yield* deliver(store, false)
          if (first._tag !== "handled") wrong.push(`${id}: ${JSON.stringify(first)}`)
          const once = yield* rows
          yield* deliver(store, false)
          const lines = difference(once, yield* rows)
          wrong.push(...lines.map((line) => `${id}, delivered twice: ${line}`))
          yield* deliver({ once: (_, work) => work }, true)
          const replayed = difference(once, yield* rows)
          wrong.push(...replayed.map((line) => `${id}, replayed: ${line}`))
        }
      }
      return wrong
    }),
  )

const idOf = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`

const recordedAs = (
  event: EventDef<unknown>,
  tenantId: PluginHouse["tenantId"],
  position: number,
  data: unknown,
): RecordedEvent => {
  const [owner = ""] = event.name.split(".")
  return {
    tenantId,
    position,
    stream: streamOfPlugin(owner),
    version: position,
    type: topicOf(event),
    payload: { key: randomUUID(), data },
    at: 1_750_000_000_000 as EpochMs,
  } as RecordedEvent
}
