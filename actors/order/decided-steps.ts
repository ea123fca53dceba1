import { Effect, Result } from "effect"
import type { Scope } from "#core/hub/scope.ts"
import type { EpochMs, OrderId } from "#core/kitchen/ids.ts"
import type { Order } from "#core/kitchen/order.ts"
import type { CommandContext, PassingCommand } from "#core/kitchen/order-command.ts"
import { decide } from "#core/kitchen/order-decide.ts"
import { decidePassing, otherOrderOf } from "#core/kitchen/order-passing.ts"
import { type Refused, refused } from "#core/kitchen/refusal.ts"
import type { EventLog, LogUnavailable } from "#core/log/event-log.ts"
import type { OrderAsk, OrderDeed } from "./order-ask.ts"
import { foldOrder, type Steps, stepOf } from "./order-steps.ts"

type Decided = Result.Result<Steps, Refused>

/** What a command does to its order, and to the one beside it that it names. */
export const decidedSteps = (
  scope: Scope,
  id: OrderId,
  order: Order,
  ask: OrderAsk,
  at: EpochMs,
): Effect.Effect<Decided, LogUnavailable, EventLog> => {
  if (ask.ifRev !== undefined && ask.ifRev !== order.rev)
    return Effect.succeed(
      Result.fail(
        refused("REVISION_CONFLICT", "The order was changed in the meantime", { rev: order.rev }),
      ),
    )
  // The same order said again, perhaps: whoever asked knows where to look.
  if (ask.idTaken !== undefined && order.status !== "absent")
    return Effect.succeed(Result.fail(ask.idTaken()))
  if (Result.isFailure(ask.command)) return Effect.succeed(Result.fail(ask.command.failure))
  const command = ask.command.success
  const context = { at, by: scope.principal }
  if (command.op === "mergeInto" || command.op === "splitTo")
    return Effect.map(otherOrder(scope, ask, otherOrderOf(command)), (other) =>
      passing(id, order, other, command, ask, context),
    )
  return Effect.succeed(
    Result.map(decideAlone(order, command, ask, context), (events) => ({
      own: stepOf(id, order, events),
    })),
  )
}

const decideAlone = (
  order: Order,
  command: Exclude<OrderDeed, PassingCommand>,
  { restaurant }: OrderAsk,
  context: CommandContext,
) => {
  if (command.op !== "place") return decide(order, command, context)
  const number = restaurant.numbers.next(context.at, restaurant.setup)
  return decide(order, { ...command, ...number }, context)
}

const otherOrder = (scope: Scope, { restaurant }: OrderAsk, id: OrderId) => {
  const known = restaurant.order(id)
  return known === undefined ? foldOrder(scope, id) : Effect.succeed(known)
}

const passing = (
  id: OrderId,
  order: Order,
  other: Order,
  command: PassingCommand,
  { restaurant }: OrderAsk,
  context: CommandContext,
): Decided => {
  const numbered = (number: { number: string; businessDay: string }) =>
    decidePassing(order, other, command, { ...context, ...number })
  const decided = numbered({ number: "", businessDay: "" })
  // Only what is not refused uses up a number.
  const opens = command.op === "splitTo" && other.status === "absent" && Result.isSuccess(decided)
  return Result.map(
    opens ? numbered(restaurant.numbers.next(context.at, restaurant.setup)) : decided,
    ({ from, to }) => ({
      own: stepOf(id, order, from),
      other: stepOf(otherOrderOf(command), other, to),
    }),
  )
}
