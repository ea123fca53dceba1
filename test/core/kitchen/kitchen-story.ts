import { Result } from "effect"
import type { EpochMs, LineId, OrderId, ProductId, StationKey } from "#core/kitchen/ids.ts"
import {
  absentOrder,
  type Counts,
  type LineSpec,
  type Order,
  type PlacedOrder,
} from "#core/kitchen/order.ts"
import type { OrderCommand } from "#core/kitchen/order-command.ts"
import { decide } from "#core/kitchen/order-decide.ts"
import type { OrderEvent } from "#core/kitchen/order-event.ts"
import { evolve } from "#core/kitchen/order-evolve.ts"
import { countsOf } from "#core/kitchen/units.ts"

const uuid = (n: number): string => `01930000-0000-7000-8000-${String(n).padStart(12, "0")}`

export const orderId = uuid(1) as OrderId
export const lineId = (n: number): LineId => uuid(100 + n) as LineId
export const productId = (n: number): ProductId => uuid(200 + n) as ProductId
export const noon = Date.UTC(2026, 10, 20, 12) as EpochMs
export const minutes = (n: number): EpochMs => (noon + n * 60_000) as EpochMs

/** Of a paper that is made at 18:42. */
export const eveningClock = { now: "18:42", of: () => "19:30" }

export const burger = (n: number, more: Partial<LineSpec> = {}): LineSpec => ({
  id: lineId(n),
  productId: productId(n),
  name: "Burger",
  quantity: 2,
  modifiers: [],
  station: "grill" as StationKey,
  targetSeconds: 600,
  unitPrice: 1450,
  ...more,
})
export const fries = (n: number, more: Partial<LineSpec> = {}): LineSpec =>
  burger(n, {
    name: "Fries",
    station: "fry" as StationKey,
    targetSeconds: 240,
    unitPrice: 400,
    ...more,
  })

export const placing = (
  lines: ReadonlyArray<LineSpec>,
  send = true,
): Extract<OrderCommand, { op: "place" }> => ({
  op: "place",
  orderId,
  number: "42",
  businessDay: "2026-11-20",
  type: "dineIn",
  table: "5",
  lines,
  send,
})

type Told = OrderCommand | ((order: PlacedOrder) => OrderCommand)

/** An order as a story: each command is decided at its own minute and folded in. */
export interface Story {
  readonly order: PlacedOrder
  /** Events of the last command, or none when it was refused. */
  readonly events: ReadonlyArray<OrderEvent>
  /** Code of the last refusal. */
  readonly refusal: string | undefined
  readonly meta: Readonly<Record<string, unknown>>
  readonly next: (...commands: ReadonlyArray<Told>) => Story
  /** Where the units of a line stand, zeros left out. */
  readonly counts: (n: number) => Partial<Counts>
}

export const story = (...commands: ReadonlyArray<Told>): Story =>
  tell(absentOrder, 0, commands, { events: [], refusal: undefined, meta: {} })

const tell = (
  start: Order,
  minute: number,
  commands: ReadonlyArray<Told>,
  last: Pick<Story, "events" | "refusal" | "meta">,
): Story => {
  let order = start
  let outcome = last
  let at = minute
  for (const told of commands) {
    const command = typeof told === "function" ? told(order as PlacedOrder) : told
    const decided = decide(order, command, { at: minutes(at), by: { kind: "user", id: "ana" } })
    at += 1
    if (Result.isFailure(decided)) {
      const { code, meta } = decided.failure
      outcome = { events: [], refusal: code, meta }
    } else {
      outcome = { events: decided.success, refusal: undefined, meta: {} }
      order = decided.success.reduce<Order>(evolve, order)
    }
  }
  const told = order as PlacedOrder
  return {
    order: told,
    ...outcome,
    next: (...more) => tell(told, at, more, outcome),
    counts: (n) => {
      const line = told.lines.find((known) => known.id === lineId(n))
      if (line === undefined) return {}
      return Object.fromEntries(
        Object.entries(countsOf(told, line)).filter(([, quantity]) => quantity > 0),
      )
    },
  }
}

export const ticketAt = (order: PlacedOrder, station: string, nth = 0) => {
  const ticket = order.tickets.filter((known) => known.station === station)[nth]
  if (ticket === undefined) throw new Error(`no ticket ${nth} at ${station}`)
  return ticket
}

export const bumping =
  (station: string, nth = 0) =>
  (order: PlacedOrder): OrderCommand => ({
    op: "bumpTicket",
    ticketId: ticketAt(order, station, nth).id,
  })
export const recalling =
  (station: string, nth = 0) =>
  (order: PlacedOrder): OrderCommand => ({
    op: "recallTicket",
    ticketId: ticketAt(order, station, nth).id,
  })
export const showing = (order: PlacedOrder): OrderCommand => ({
  op: "markShown",
  tickets: order.tickets.map((ticket) => ticket.id),
  screenId: "screen",
})
