import { Result } from "effect"
import type { Order, PlacedOrder, StandingUnits } from "./order.ts"
import type { CommandContext, PassingCommand, PassingContext } from "./order-command.ts"
import type { LinesJoined, OrderEvent, OrderPlaced } from "./order-event.ts"
import { evolve } from "./order-evolve.ts"
import { joining } from "./order-joining.ts"
import { orderOver } from "./order-over.ts"
import { select } from "./order-selection.ts"
import { stampOf } from "./order-stamp.ts"
import { type Refused, refused } from "./refusal.ts"
import { countsOf, unitsStanding, wantedOf } from "./units.ts"
import { unitsLeaving, wantedAmong } from "./units-leaving.ts"

/** What one command does to two orders: stored together or not at all. */
export interface Passing {
  readonly from: ReadonlyArray<OrderEvent>
  readonly to: ReadonlyArray<OrderEvent>
}

type Decision = Result.Result<Passing, Refused>
type Command<Op extends PassingCommand["op"]> = Extract<PassingCommand, { readonly op: Op }>

/**
 * Units go from one order to another as they stand: what is cooked stays cooked, and nothing is fired again.
 *
 * @param from the order that is asked
 * @param to the order that the command names; absent when a split makes it
 */
export const decidePassing = (
  from: Order,
  to: Order,
  command: PassingCommand,
  context: PassingContext,
): Decision => {
  if (from.status === "absent")
    return Result.fail(refused("ORDER_NOT_FOUND", "Nobody placed this order."))
  const orderId = otherOrderOf(command)
  if (from.id === orderId)
    return Result.fail(refused("SAME_ORDER", "Both are the same order.", { orderId }))
  // Said again by somebody who is unsure.
  if (command.op === "mergeInto" && from.mergedInto?.orderId === orderId)
    return Result.succeed({ from: [], to: [] })
  if (from.status !== "open") return Result.fail(orderOver(from))
  if (to.status !== "absent" && to.status !== "open") return Result.fail(orderOver(to))
  if (command.op === "splitTo") return splitTo(from, to, command, context)
  return to.status === "absent"
    ? Result.fail(refused("ORDER_UNKNOWN", "There is no such order to join.", { orderId }))
    : mergeInto(from, to, context)
}

/** The order that a command names beside the one that it is asked of. */
export const otherOrderOf = (command: PassingCommand): PlacedOrder["id"] =>
  command.op === "mergeInto" ? command.intoOrderId : command.toOrderId

const mergeInto = (from: PlacedOrder, to: PlacedOrder, context: CommandContext): Decision => {
  const units = from.lines.flatMap((line) => unitsStanding(line, from.tickets, true))
  const covers = (from.covers ?? 0) + (to.covers ?? 0)
  return Result.map(joining(from, to, units, context), (joined) => ({
    from: [{ type: "OrderMerged", ...stampOf(context), to: to.id, toNumber: to.number }],
    to: [{ ...joined, ...(from.covers === undefined ? {} : { covers }) }],
  }))
}

const splitTo = (
  from: PlacedOrder,
  to: Order,
  command: Command<"splitTo">,
  context: PassingContext,
): Decision =>
  Result.flatMap(Result.flatMap(select(from, command), unitsLeaving), (units) => {
    if (!staysSomething(from, units))
      return Result.fail(
        refused("NOTHING_STAYS", "That is the whole order: move it, or join it with another."),
      )
    if (to.status !== "absent") return intoStanding(from, to, units, command, context)
    const placed = newOrder(from, command, context)
    const target = evolve(to, placed)
    // An evolved OrderPlaced is a placed order; the union of states cannot say so.
    if (target.status === "absent") return Result.succeed({ from: [], to: [] })
    return Result.map(joining(from, target, units, context), (joined) => ({
      from: [left(target, units, context)],
      to: [placed, joined],
    }))
  })

const intoStanding = (
  from: PlacedOrder,
  to: PlacedOrder,
  units: ReadonlyArray<StandingUnits>,
  { tableId, covers }: Command<"splitTo">,
  context: CommandContext,
): Decision => {
  if (tableId !== undefined && tableId !== to.tableId)
    return Result.fail(
      refused("ORDER_ELSEWHERE", `Order #${to.number} is not at this table.`, {
        orderId: to.id,
        ...(to.tableId === undefined ? {} : { tableId: to.tableId }),
      }),
    )
  return Result.map(joining(from, to, units, context), (joined: LinesJoined) => ({
    from: [left(to, units, context)],
    to: [covers === undefined ? joined : { ...joined, covers }],
  }))
}

const left = (
  to: PlacedOrder,
  units: ReadonlyArray<StandingUnits>,
  context: CommandContext,
): OrderEvent => ({
  type: "LinesLeft",
  ...stampOf(context),
  to: to.id,
  toNumber: to.number,
  units,
})

const staysSomething = (from: PlacedOrder, units: ReadonlyArray<StandingUnits>): boolean =>
  from.lines.some((line) => wantedOf(countsOf(from, line)) > wantedAmong(units, line.id))

/** What is said of the whole order is said of both; where it stands is another table only when one was named. */
const newOrder = (
  from: PlacedOrder,
  { toOrderId, tableId, table, covers }: Command<"splitTo">,
  context: PassingContext,
): OrderPlaced => {
  const place =
    tableId === undefined ? { tableId: from.tableId, table: from.table } : { tableId, table }
  return {
    type: "OrderPlaced",
    ...stampOf(context),
    orderId: toOrderId,
    number: context.number,
    businessDay: context.businessDay,
    orderType: from.type,
    ...(place.tableId === undefined ? {} : { tableId: place.tableId }),
    ...(place.table === undefined ? {} : { table: place.table }),
    ...(covers === undefined ? {} : { covers }),
    ...(from.note === undefined ? {} : { note: from.note }),
    ...(from.promisedAt === undefined ? {} : { promisedAt: from.promisedAt }),
    ...(from.server === undefined ? {} : { server: from.server }),
    lines: [],
    opened: [],
    moves: [],
  }
}
