import { Context, Effect, Schema } from "effect"
import { refused } from "#core/kitchen/refusal.ts"
import { EventBus, topicOf } from "#core/plugins/event.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import type { OwnServices } from "#core/plugins/running/plugin-instances.ts"
import type { BusStore } from "./bus-store.ts"
import { LedHere, longestChain } from "./led-here.ts"

/** Longest key in characters: lanes and filters go by it. */
const longestKey = 200

/** The bus as one plugin sees it in one restaurant: it tells only what its manifest says it tells. */
export const pluginEvents =
  (store: BusStore["Service"]): OwnServices =>
  ({ key: plugin, manifest }: Pick<LoadedPlugin, "key" | "manifest">, tenantId) => {
    const declared = new Set(manifest.events?.emits)
    return Context.make(EventBus, {
      emit: (event, payload, { key = plugin } = {}) =>
        Effect.gen(function* () {
          const topic = topicOf(event)
          if (!declared.has(topic))
            return yield* Effect.die(
              new Error(`Plugin "${plugin}" tells ${topic}, which its manifest does not emit`),
            )
          if (key.length === 0 || key.length > longestKey)
            return yield* Effect.die(
              new Error(`A key of ${topic} has 1 to ${longestKey} characters`),
            )
          const led = yield* LedHere
          if (led >= longestChain)
            return yield* refused(
              "EVENT_LOOP",
              `${led} events led to this one, each because of the one before`,
              { topic, led },
            )
          const data = yield* Effect.orDie(Schema.encodeEffect(event.schema)(payload))
          yield* store.emit(plugin, tenantId, {
            topic,
            key,
            data,
            ...(led > 0 && { led }),
          })
        }),
    })
  }
