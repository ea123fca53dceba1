import { Effect } from "effect"
import { foldOrder } from "#actors/order/order-steps.ts"
import { systemScope } from "#core/hub/scope.ts"
import { EventLog, type LogUnavailable, type RecordedEvent } from "#core/log/event-log.ts"
import type { Restaurant } from "./restaurant.ts"

/**
 * Folds in what was read from the log. An order among it that memory let go long before (it was reopened) is read from its
 * own stream as it stood, one small read each: its events would mean nothing without it.
 */
export const foldIn = (
  restaurant: Restaurant,
  events: ReadonlyArray<RecordedEvent>,
  log: EventLog["Service"],
): Effect.Effect<void, LogUnavailable> =>
  Effect.gen(function* () {
    let lack = restaurant.apply(events)
    while (lack?.of === "order") {
      const { id, rev } = lack
      restaurant.recall(id, yield* foldOrder(systemScope(restaurant.tenantId), id, rev))
      lack = restaurant.apply(events)
    }
  }).pipe(Effect.provideService(EventLog, log))
