import type { LineId, OrderId, TableId } from "#core/kitchen/ids.ts"
import type { LinePart } from "#core/kitchen/order-command.ts"
import type { Deed } from "./sent-command.ts"
import type { ShownLine, ShownOrder } from "./shown-order.ts"

/** How many units of which line go to another order. */
export type Going = ReadonlyMap<LineId, number>

/** Where they go: to a new order at the same place or at another table, or to one that is open here. */
export type SplitTarget =
  | { readonly kind: "new" }
  | { readonly kind: "table"; readonly tableId: TableId; readonly name: string }
  | { readonly kind: "order"; readonly orderId: OrderId; readonly number: string }

type Lines = Pick<ShownOrder, "lines">

/** What somebody still wants of it. */
export const linesToSplit = ({ lines }: Lines): ReadonlyArray<ShownLine> =>
  lines.filter(({ quantity }) => quantity > 0)

/** Of one unit nothing could stay. */
export const maySplit = (order: Lines): boolean => unitsOf(order) > 1

/** A colleague may have taken some of the line back since it was chosen. */
export const goingOf = ({ lineId, quantity }: ShownLine, going: Going): number =>
  Math.min(going.get(lineId) ?? 0, Math.max(0, quantity))

/** All of a line, or nothing of it when all of it goes already. */
export const withAllOrNone = (line: ShownLine, going: Going): Going =>
  withGoing(line, going, goingOf(line, going) === line.quantity ? 0 : line.quantity)

export const withGoing = ({ lineId }: ShownLine, going: Going, units: number): Going =>
  new Map(going).set(lineId, units)

/** How many units go, and what they cost in minor units. */
export const sumOfGoing = (
  { lines }: Lines,
  going: Going,
): { readonly units: number; readonly price: number } =>
  lines.reduce(
    ({ units, price }, line) => {
      const own = goingOf(line, going)
      return { units: units + own, price: price + own * line.unitPrice }
    },
    { units: 0, price: 0 },
  )

/** Why it cannot be asked for. */
export const whyNotSplit = (order: Lines, going: Going): "nothing" | "everything" | undefined => {
  const { units } = sumOfGoing(order, going)
  if (units === 0) return "nothing"
  return units === unitsOf(order) ? "everything" : undefined
}

/** @param newId of the order that is made, if one is */
export const splitOf = (
  order: Pick<ShownOrder, "id" | "lines">,
  going: Going,
  target: SplitTarget,
  newId: OrderId,
): Deed => ({
  op: "splitTo",
  args: {
    orderId: order.id,
    toOrderId: target.kind === "order" ? target.orderId : newId,
    ...(target.kind === "table" ? { tableId: target.tableId } : {}),
    ...selectionOf(order, going),
  },
})

/** Whole lines, and parts of others. */
const selectionOf = (
  { lines }: Lines,
  going: Going,
): { readonly lineIds?: ReadonlyArray<LineId>; readonly parts?: ReadonlyArray<LinePart> } => {
  const chosen = lines.filter((line) => goingOf(line, going) > 0)
  const lineIds = chosen
    .filter((line) => goingOf(line, going) === line.quantity)
    .map(({ lineId }) => lineId)
  const parts = chosen
    .filter(({ lineId }) => !lineIds.includes(lineId))
    .map((line) => ({ lineId: line.lineId, quantity: goingOf(line, going) }))
  return {
    ...(lineIds.length === 0 ? {} : { lineIds }),
    ...(parts.length === 0 ? {} : { parts }),
  }
}

const unitsOf = (order: Lines): number =>
  linesToSplit(order).reduce((sum, { quantity }) => sum + quantity, 0)
