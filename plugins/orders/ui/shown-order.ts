import type { LineId, OrderId, ProductId, TableId } from "#core/kitchen/ids.ts"
import type { Names, OrderType } from "#core/kitchen/order.ts"
import type { OrderView, OrderViewLine, OrderViewTicket } from "#core/kitchen/order-view.ts"
import type { MenuCard } from "#core/ui/menu-card.ts"
import { applyDeed } from "./deed-on-order.ts"
import type { OpenOrder } from "./floor-row.ts"
import type { Progress } from "./line-progress.ts"
import { deedOf, orderIdOf, type SentCommand } from "./sent-command.ts"

/** An order as this handheld shows it: the hub's picture and, on top, what was asked here and is on its way. */
export interface ShownOrder {
  readonly id: OrderId
  /** Absent until the hub gave one. */
  readonly number?: string
  readonly status: OrderView["status"]
  readonly type: OrderType
  readonly tableId?: TableId
  readonly table?: string
  readonly covers?: number
  readonly note?: string
  /** Who looks after it. */
  readonly server?: string
  /** Everything of it belongs to this order now; asked here, the number may not be known. */
  readonly mergedInto?: { readonly orderId: OrderId; readonly number?: string }
  /** Milliseconds since 1970. */
  readonly placedAt: number
  readonly rushed: boolean
  readonly lines: ReadonlyArray<ShownLine>
  readonly tickets: ReadonlyArray<OrderViewTicket>
  /** Something about it waits for the hub. */
  readonly waiting: boolean
  /** Dishes that the hub has and this handheld was never told; absent when it knows all of them. */
  readonly untold?: number
}

export interface ShownLine {
  readonly lineId: LineId
  readonly productId: ProductId
  readonly name: string
  readonly names?: Names
  readonly quantity: number
  readonly progress: Progress
  readonly counts: OrderViewLine["counts"]
  readonly modifiers: OrderViewLine["modifiers"]
  readonly seat?: number
  readonly course?: number
  readonly note?: string
  /** Absent until the hub routed it. */
  readonly station?: string
  readonly unitPrice: number
  readonly change?: OrderViewLine["change"]
  /** What was asked of it and has no answer yet. */
  readonly waiting?: "change" | "void" | "fire" | "serve" | "split"
  /** Orders that some of it was sent to from here, and the hub's picture does not know it yet. */
  readonly partedTo?: ReadonlyArray<OrderId>
}

/**
 * Nothing when neither the hub nor this handheld knows the order.
 *
 * @param view absent until the hub told it
 * @param sent of any order, oldest first
 * @param by who has this handheld
 * @param floor what the floor says of it, which is better than nothing
 */
export const shownOrder = (
  id: OrderId,
  view: OrderView | undefined,
  sent: ReadonlyArray<SentCommand>,
  card: MenuCard,
  by?: string,
  floor?: OpenOrder,
): ShownOrder | undefined => {
  const own = sent
    .map((one) => ({ one, deed: deedOf(one.command) }))
    .filter(({ deed }) => orderIdOf(deed) === id)
  // What was placed here is known in every dish, whatever the floor says already.
  const placedHere = own.some(({ deed }) => deed.op === "placeOrder")
  const untold = floor === undefined || placedHere ? undefined : fromFloor(floor)
  return own.reduce(
    (order, { one, deed }) => {
      if (view !== undefined && isInPicture(one, deed.op, view)) return order
      return applyDeed(order, deed, {
        heard: one.heard,
        at: one.command.queuedAt,
        card,
        ...(by === undefined ? {} : { by }),
      })
    },
    view === undefined ? untold : fromView(view),
  )
}

/** Minor units of what is wanted. */
export const totalOfOrder = ({ lines }: ShownOrder): number =>
  lines.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0)

/** What stands at the pass, as `serveLines` wants it: a line alone would take along what is still cooking. */
export const readyParts = (
  lines: ReadonlyArray<ShownLine>,
): ReadonlyArray<{ readonly lineId: LineId; readonly quantity: number }> =>
  lines.flatMap(({ lineId, counts }) =>
    counts.ready > 0 ? [{ lineId, quantity: counts.ready }] : [],
  )

/**
 * Since when the oldest dish at the pass stands there. Nothing while each of them waits for the rest of its ticket.
 *
 * @returns ISO 8601
 */
export const readySince = ({ lines, tickets }: ShownOrder): string | undefined =>
  tickets
    .filter(({ status, lineIds }) => {
      const ready = lines.some(({ lineId, counts }) => lineIds.includes(lineId) && counts.ready > 0)
      return ready && status !== "served"
    })
    .flatMap(({ readyAt }) => readyAt ?? [])
    .sort()[0]

/** Courses that wait to be fired, first to last. */
export const heldCourses = ({ lines }: ShownOrder): ReadonlyArray<number> =>
  [
    ...new Set(
      lines.flatMap(({ course, counts, waiting }) =>
        course !== undefined && counts.held + counts.draft > 0 && waiting !== "fire"
          ? [course]
          : [],
      ),
    ),
  ].sort((one, other) => one - other)

// Without a revision nobody can tell, and only placing and adding do no harm when they are done twice.
const isInPicture = ({ heard, rev }: SentCommand, op: string, view: OrderView): boolean =>
  rev === undefined ? heard && op !== "placeOrder" && op !== "addLines" : rev <= view.rev

const fromView = (view: OrderView): ShownOrder => {
  const { number, status, type, tableId, table, covers, note, server, mergedInto, tickets } = view
  return {
    id: view.id,
    number,
    status,
    type,
    ...(tableId === undefined ? {} : { tableId }),
    ...(table === undefined ? {} : { table }),
    ...(covers === undefined ? {} : { covers }),
    ...(note === undefined ? {} : { note }),
    ...(server === undefined ? {} : { server }),
    ...(mergedInto === undefined ? {} : { mergedInto }),
    placedAt: Date.parse(view.placedAt),
    rushed: view.priority > 0,
    lines: view.lines.map(({ status: progress, hold: _, ...line }) => ({ ...line, progress })),
    tickets,
    waiting: false,
  }
}

/** Its number and its guests, and how many dishes there are. */
const fromFloor = ({ order, tableId, table }: OpenOrder): ShownOrder => {
  const { orderId, number, orderType, placedAt, covers, server, note, priority = 0 } = order
  return {
    id: orderId,
    number,
    status: "open",
    type: orderType ?? "dineIn",
    ...(tableId === undefined ? {} : { tableId }),
    ...(table === undefined ? {} : { table }),
    ...(covers === undefined ? {} : { covers }),
    ...(server === undefined ? {} : { server }),
    ...(note === undefined ? {} : { note }),
    placedAt: Date.parse(placedAt),
    rushed: priority > 0,
    lines: [],
    tickets: [],
    waiting: false,
    untold: Object.values(order.counts).reduce((sum, count) => sum + count, 0),
  }
}
