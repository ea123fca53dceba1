import { Effect, Layer, Result, Schema } from "effect"
import { OrderActors } from "#actors/order/order-actors.ts"
import {
  isOrderOp,
  type OrderRequest,
  orderRequest,
  placeRequest,
} from "#actors/order/order-request.ts"
import { viewOf } from "#actors/order/view-of.ts"
import { Printing } from "#actors/printer/printing.ts"
import type { Restaurant } from "#actors/tenant/restaurant.ts"
import { Restaurants } from "#actors/tenant/restaurants.ts"
import { Colleagues } from "#core/hub/colleagues.ts"
import {
  type Answer,
  type Command,
  type CommandFailure,
  Gate,
  type Outage,
} from "#core/hub/gate.ts"
import { pluginOfOp, refusalFor } from "#core/hub/permission.ts"
import type { Scope } from "#core/hub/scope.ts"
import { Uuid } from "#core/kitchen/ids.ts"
import type { PlacedOrder } from "#core/kitchen/order.ts"
import { type Refused, refused } from "#core/kitchen/refusal.ts"
import { PluginStates } from "#core/plugins/plugin-states.ts"
import { notEnabled } from "#core/plugins/running/not-enabled.ts"
import { isPluginOp, PluginCommands } from "#core/plugins/running/plugin-commands.ts"

const isUuid = Schema.is(Uuid)

/** Placement `single`: every restaurant's actors live in this process. */
export const localGateLayer: Layer.Layer<
  Gate,
  never,
  Restaurants | OrderActors | Printing | PluginCommands | PluginStates | Colleagues
> = Layer.effect(
  Gate,
  Effect.gen(function* () {
    const restaurants = yield* Restaurants
    const printing = yield* Printing
    const orders = yield* OrderActors
    const plugins = yield* PluginCommands
    const states = yield* PluginStates
    const colleagues = yield* Colleagues

    /** Of the hub's own commands too each belongs to a plugin; but what became of a paper is heard in any case. */
    const notServed = ({ tenantId, principal }: Scope, op: string): Refused | undefined => {
      const plugin = pluginOfOp(op)
      return plugin === undefined ||
        principal.kind === "system" ||
        op === "printerReport" ||
        states.enabled(tenantId, plugin)
        ? undefined
        : notEnabled(plugin)
    }

    // An answer that was given before may stand in the log and not yet in memory: whoever heard it must find it.
    const seen = (restaurant: Restaurant, { id, rev }: PlacedOrder): Effect.Effect<void> =>
      (restaurant.order(id)?.rev ?? 0) >= rev ? Effect.void : restaurants.catchUp(restaurant)

    const askOrder = (
      scope: Scope,
      restaurant: Restaurant,
      requested: Result.Result<OrderRequest, CommandFailure>,
    ): Effect.Effect<Answer, CommandFailure> =>
      Result.isFailure(requested)
        ? Effect.fail(requested.failure)
        : orders.ask(scope, requested.success).pipe(
            Effect.tap(({ order }) => seen(restaurant, order)),
            Effect.map(({ order, repeated }) => ({
              rev: order.rev,
              result: viewOf(order, restaurant),
              repeated,
              ...requested.success.also,
            })),
          )

    /** Whom a command hands an order to; whoever asks, when it names nobody. */
    const heirOf = (scope: Scope, { args }: Command): Effect.Effect<string | undefined, Outage> => {
      const userId = (args as { readonly userId?: unknown } | null | undefined)?.userId
      if (userId === undefined) return Effect.succeed(scope.principal.name)
      return isUuid(userId) ? colleagues.nameOf(scope, userId) : Effect.undefined
    }

    const run = (
      scope: Scope,
      restaurant: Restaurant,
      command: Command,
    ): Effect.Effect<Answer, CommandFailure> => {
      const { op } = command
      if (op === "placeOrder")
        return askOrder(scope, restaurant, placeRequest(restaurant, command, scope.principal.name))
      if (op === "transferTo")
        return Effect.flatMap(heirOf(scope, command), (heir) =>
          askOrder(scope, restaurant, orderRequest(restaurant, op, command, heir)),
        )
      if (isOrderOp(op)) return askOrder(scope, restaurant, orderRequest(restaurant, op, command))
      if (printing.understands(op)) return printing.run(scope, restaurant, command)
      return Effect.fail(refused("OP_UNKNOWN", `There is no command "${op}"`, { op }))
    }

    return {
      run: (scope, command) => {
        if (isPluginOp(command.op)) return plugins.run(scope, command)
        const refusal = notServed(scope, command.op) ?? refusalFor(scope, command.op)
        return refusal === undefined
          ? Effect.flatMap(restaurants.get(scope.tenantId), (restaurant) =>
              run(scope, restaurant, command),
            )
          : Effect.fail(refusal)
      },
    }
  }),
)
