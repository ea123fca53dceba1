import { Context, Effect, Layer } from "effect"
import { type CommandFailure, Outage, Overloaded } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import { EventLog, type LogUnavailable, type VersionConflict } from "#core/log/event-log.ts"
import { makeOrderHost, type OrderAnswer } from "./order-actor.ts"
import type { OrderRequest } from "./order-request.ts"

/** The order actors of this process. */
export class OrderActors extends Context.Service<
  OrderActors,
  {
    readonly ask: (
      scope: Scope,
      request: OrderRequest,
    ) => Effect.Effect<OrderAnswer, CommandFailure>
    /** Actors in memory. */
    readonly size: () => number
  }
>()("heard/OrderActors") {}

export const orderActorsLayer: Layer.Layer<OrderActors, never, EventLog> = Layer.effect(
  OrderActors,
  Effect.gen(function* () {
    const log = yield* EventLog
    const host = yield* makeOrderHost
    return {
      size: host.size,
      ask: (scope, { orderId, ask }) =>
        host
          .ask({ scope, id: orderId }, ask)
          .pipe(Effect.provideService(EventLog, log), Effect.mapError(toCommandFailure)),
    }
  }),
)

/** What an actor may fail with besides its refusals, in the words of the gate. */
export const toCommandFailure = (
  error: CommandFailure | LogUnavailable | VersionConflict,
): CommandFailure => {
  if (error._tag === "LogUnavailable") return new Outage({ reason: error.reason })
  // Twice in a row somebody else wrote first: only several processes over one log get here.
  if (error._tag === "VersionConflict")
    return new Overloaded({ reason: "Many write to the same stream at once", retryAfterMs: 100 })
  return error
}
