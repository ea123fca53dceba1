import { Effect } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { BusStore } from "./bus-store.ts"
import type { Dispatcher } from "./dispatcher.ts"
import type { EventDelivery } from "./event-subscriptions.ts"
import type { Handlers } from "./handlers.ts"

/** Handlers follow what becomes of their plugin in a restaurant. */
export const eventDelivery = (
  store: BusStore["Service"],
  handlers: Handlers,
  dispatcher: Dispatcher,
): EventDelivery["Service"] => {
  const idsOf = (plugin: string): ReadonlyArray<string> =>
    handlers.ofPlugin(plugin).map(({ subscription }) => subscription.id)
  /** Nothing to do for a plugin without handlers, and no round trip. */
  const withHandlers = <E>(
    plugin: string,
    work: (subscriptions: ReadonlyArray<string>) => Effect.Effect<void, E>,
  ): Effect.Effect<void, E> => {
    const subscriptions = idsOf(plugin)
    return subscriptions.length === 0 ? Effect.void : work(subscriptions)
  }
  const stop = (tenantId: TenantId, subscriptions: ReadonlyArray<string>) =>
    Effect.andThen(
      store.setState(tenantId, subscriptions, { from: "running", to: "stopped" }),
      dispatcher.close(tenantId, subscriptions),
    )
  return {
    start: (tenantId, plugin, missed) =>
      withHandlers(plugin, (subscriptions) =>
        Effect.gen(function* () {
          // Passing over what was missed is for those that had a place: a new one begins where its plugin says.
          yield* store.setState(tenantId, subscriptions, {
            from: "stopped",
            to: "running",
            passOver: missed === "skip",
          })
          yield* store.begin(
            handlers.ofPlugin(plugin).map(({ subscription }) => ({
              tenantId,
              subscription: subscription.id,
              startFrom: subscription.startFrom,
            })),
          )
          yield* Effect.sync(() => dispatcher.reopen(tenantId, subscriptions))
        }),
      ),
    stop: (tenantId, plugin) =>
      withHandlers(plugin, (subscriptions) => stop(tenantId, subscriptions)),
    forget: (tenantId, plugin) =>
      withHandlers(plugin, (subscriptions) =>
        Effect.andThen(stop(tenantId, subscriptions), store.forget(tenantId, subscriptions)),
      ),
  }
}
