import { Result } from "effect"
import { sameDish } from "./line-content.ts"
import { absentOrder, type Line, type LineSpec, type PlacedOrder } from "./order.ts"
import type { CommandContext, OrderCommand } from "./order-command.ts"
import type { LinesAdded, OrderEvent, OrderPlaced } from "./order-event.ts"
import { evolve, withLines } from "./order-evolve.ts"
import { sendDrafts } from "./order-sending.ts"
import { stampOf } from "./order-stamp.ts"
import { type Refused, refused } from "./refusal.ts"
import { countsOf, wantedOf } from "./units.ts"

/** Lines that one order may ever have. */
export const maxLines = 500

type Decision = Result.Result<ReadonlyArray<OrderEvent>, Refused>

export const place = (
  command: Extract<OrderCommand, { readonly op: "place" }>,
  context: CommandContext,
): Decision => {
  const empty: OrderPlaced = {
    type: "OrderPlaced",
    ...stampOf(context),
    orderType: command.type,
    orderId: command.orderId,
    number: command.number,
    businessDay: command.businessDay,
    ...optional(command),
    lines: [],
    opened: [],
    moves: [],
  }
  const order = evolve(absentOrder, empty)
  // An evolved OrderPlaced is a placed order; the union of states cannot say so.
  if (order.status === "absent") return Result.succeed([])
  return Result.map(addition(order, command.lines, command.send, context), (added) => [
    { ...empty, ...added },
  ])
}

/** Lines that the order has already, word for word, are not added again: a handheld may repeat what it is unsure of. */
export const addLines = (
  order: PlacedOrder,
  lines: ReadonlyArray<LineSpec>,
  send: boolean,
  context: CommandContext,
): Decision =>
  Result.map(addition(order, lines, send, context), ({ lines: added, opened, moves }) => {
    if (added.length > 0)
      return [{ type: "LinesAdded", ...stampOf(context), lines: added, opened, moves }]
    // Nothing new, but what was draft is sent now.
    return moves.length === 0 ? [] : [{ type: "LinesSent", ...stampOf(context), opened, moves }]
  })

type Addition = Pick<LinesAdded, "lines" | "opened" | "moves">

const addition = (
  order: PlacedOrder,
  lines: ReadonlyArray<LineSpec>,
  send: boolean,
  context: CommandContext,
): Result.Result<Addition, Refused> => {
  const added = new Map<string, LineSpec>()
  for (const line of lines) {
    const known = order.lines.find((other) => other.id === line.id)
    const twin = known === undefined ? added.get(line.id) : specOf(order, known)
    if (twin === undefined) added.set(line.id, line)
    else if (!sameSpec(twin, line))
      return Result.fail(
        refused("LINE_ID_TAKEN", "The order has another line with this id.", { lineId: line.id }),
      )
  }
  if (order.lines.length + added.size > maxLines)
    return Result.fail(
      refused("TOO_MANY_LINES", "The order has too many lines: open another.", { maxLines }),
    )
  const adding: Addition = { lines: [...added.values()], opened: [], moves: [] }
  if (!send) return Result.succeed(adding)
  const after = withLines(order, adding.lines)
  const asked = new Set<string>(lines.map((line) => line.id))
  return Result.map(
    sendDrafts(
      after,
      after.lines.filter((line) => asked.has(line.id)),
      context,
    ),
    (sendings) => ({
      ...adding,
      opened: sendings.flatMap(({ opened }) => opened),
      moves: sendings.flatMap(({ moves }) => moves),
    }),
  )
}

/** The line as somebody would have to order it to get what it is now. */
const specOf = (order: PlacedOrder, line: Line): LineSpec => ({
  ...line,
  quantity: wantedOf(countsOf(order, line)),
})

const sameSpec = (one: LineSpec, other: LineSpec): boolean =>
  one.productId === other.productId &&
  one.quantity === other.quantity &&
  one.course === other.course &&
  sameDish(one, other)

type Optional = Pick<OrderPlaced, "tableId" | "table" | "covers" | "note" | "promisedAt" | "server">

const optional = (order: Optional): Optional => ({
  ...(order.tableId === undefined ? {} : { tableId: order.tableId }),
  ...(order.table === undefined ? {} : { table: order.table }),
  ...(order.covers === undefined ? {} : { covers: order.covers }),
  ...(order.note === undefined ? {} : { note: order.note }),
  ...(order.promisedAt === undefined ? {} : { promisedAt: order.promisedAt }),
  ...(order.server === undefined ? {} : { server: order.server }),
})
