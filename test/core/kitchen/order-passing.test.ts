import { Result } from "effect"
import { v7 as uuid } from "uuid"
import { describe, expect, it } from "vitest"
import { chitsOf } from "#core/kitchen/chit-of.ts"
import type { OrderId, StationKey, TableId } from "#core/kitchen/ids.ts"
import {
  absentOrder,
  type LineSpec,
  type Order,
  type OrderTicket,
  type PlacedOrder,
} from "#core/kitchen/order.ts"
import type { OrderCommand, PassingCommand } from "#core/kitchen/order-command.ts"
import { decide } from "#core/kitchen/order-decide.ts"
import type { OrderEvent } from "#core/kitchen/order-event.ts"
import { evolve } from "#core/kitchen/order-evolve.ts"
import { decidePassing } from "#core/kitchen/order-passing.ts"
import { expoTicketsOf, ticketsOf } from "#core/kitchen/ticket-view.ts"
import { countsOf } from "#core/kitchen/units.ts"
import { bistro } from "./bistro.ts"
import {
  burger,
  eveningClock,
  fries,
  lineId,
  minutes,
  placing,
  story,
  ticketAt,
} from "./kitchen-story.ts"

const tableFive = uuid() as TableId
const tableEight = uuid() as TableId
const otherId = uuid() as OrderId

interface Head {
  readonly covers?: number
  readonly note?: string
  readonly table?: string
  readonly tableId?: TableId
}

/** Order 42 at table 5. */
const first = (lines: ReadonlyArray<LineSpec>, head: Head = {}) =>
  story({ ...placing(lines), tableId: tableFive, ...head })
/** Order 43 at table 8. */
const second = (lines: ReadonlyArray<LineSpec>, head: Head = {}) =>
  story({
    ...placing(lines),
    ...{ orderId: otherId, number: "43", table: "8", tableId: tableEight, ...head },
  }).order

const passed = (from: PlacedOrder, to: Order, command: PassingCommand) => {
  const context = { at: minutes(30), by: { kind: "user" as const, id: "ana" } }
  const decided = decidePassing(from, to, command, {
    ...context,
    ...{ number: "44", businessDay: "2026-11-20" },
  })
  if (Result.isFailure(decided))
    return { refusal: decided.failure.code, from, to: to as PlacedOrder }
  const { from: left, to: joined } = decided.success
  return {
    refusal: undefined,
    from: left.reduce<Order>(evolve, from) as PlacedOrder,
    to: joined.reduce<Order>(evolve, to) as PlacedOrder,
    joined,
  }
}
const merged = (from: PlacedOrder, to: Order) =>
  passed(from, to, { op: "mergeInto", intoOrderId: otherId })
const split = (
  from: PlacedOrder,
  to: Order,
  what: Omit<Extract<PassingCommand, { op: "splitTo" }>, "op" | "toOrderId">,
) => passed(from, to, { op: "splitTo", toOrderId: otherId, ...what })

const following = (order: Order, ...commands: ReadonlyArray<OrderCommand>): PlacedOrder =>
  commands.reduce<Order>((known, command) => {
    const decided = decide(known, command, { at: minutes(40), by: { kind: "user", id: "ana" } })
    if (Result.isFailure(decided)) throw new Error(decided.failure.code)
    return decided.success.reduce<Order>(evolve, known)
  }, order) as PlacedOrder
const refusalOf = (order: Order, command: OrderCommand): string | undefined => {
  const decided = decide(order, command, { at: minutes(40), by: { kind: "user", id: "ana" } })
  return Result.isFailure(decided) ? decided.failure.code : undefined
}
const shown = (order: PlacedOrder) => ticketsOf(order, { tables: new Map() })
const partOf = (n: number, quantity: number) => ({ parts: [{ lineId: lineId(n), quantity }] })
const papers = (events: ReadonlyArray<OrderEvent> = [], order: PlacedOrder) =>
  chitsOf(
    events,
    order,
    bistro(),
    { stations: ["grill", "fry"] as Array<StationKey>, language: "en" },
    eveningClock,
  ).map(({ chit }) => chit)

describe("an order that joins another", () => {
  it("[JOIN-2] gives it everything as it stands, and is over", () => {
    const story42 = first([burger(1, { quantity: 3 }), fries(2, { hold: true })]).next(
      { op: "voidLine", lineId: lineId(1), quantity: 1 },
      { op: "serveLines", ...partOf(1, 1) },
    )
    const { from, to } = merged(story42.order, second([burger(3)]))
    expect(from).toMatchObject({
      status: "merged",
      mergedInto: { orderId: otherId, number: "43" },
      lines: [],
      tickets: [],
    })
    expect(to.lines.map(({ id }) => id)).toEqual([lineId(3), lineId(1), lineId(2)])
    const counts = to.lines.map((line) => countsOf(to, line))
    expect(counts[1]).toMatchObject({ sent: 1, served: 1, voided: 1 })
    expect(counts[2]).toMatchObject({ held: 2 })
    expect(expoTicketsOf(from)).toEqual([])
  })

  it("[JOIN-2] refuses whatever is asked of it then, and to be joined with itself or with what is over", () => {
    const { from, to } = merged(first([burger(1)]).order, second([burger(3)]))
    expect(refusalOf(from, { op: "addLines", lines: [burger(9)], send: true })).toBe("ORDER_MERGED")
    expect(refusalOf(from, { op: "reopen" })).toBe("ORDER_MERGED")
    expect(refusalOf(from, { op: "markShown", tickets: [], screenId: "grill" })).toBeUndefined()
    expect(merged(from, to)).toMatchObject({ refusal: undefined, from, to })
    const third = story({ ...placing([burger(5)]), orderId: uuid() as OrderId }).order
    expect(passed(from, third, { op: "mergeInto", intoOrderId: third.id }).refusal).toBe(
      "ORDER_MERGED",
    )
    expect(passed(third, third, { op: "mergeInto", intoOrderId: third.id }).refusal).toBe(
      "SAME_ORDER",
    )
    expect(merged(third, following(to, { op: "cancel" })).refusal).toBe("ORDER_CANCELLED")
    expect(merged(third, absentOrder).refusal).toBe("ORDER_UNKNOWN")
  })

  it("[JOIN-4] keeps its tickets, their time and the proof that a screen showed them", () => {
    const told = first([burger(1)])
    const ticketId = ticketAt(told.order, "grill").id
    const proved = told.next({ op: "markShown", tickets: [ticketId], screenId: "grill" })
    const before = ticketAt(proved.order, "grill")
    const { to } = merged(proved.order, second([fries(3)]))
    const [, ticket] = to.tickets as ReadonlyArray<OrderTicket>
    expect(ticket).toMatchObject({
      id: ticketId,
      firedAt: before.firedAt,
      shownAt: before.shownAt,
      shownBy: "grill",
    })
    const cooked = following(to, { op: "bumpTicket", ticketId })
    expect(countsOf(cooked, cooked.lines[1] as PlacedOrder["lines"][number]).ready).toBe(2)
    expect(shown(following(cooked, { op: "recallTicket", ticketId }))[1]?.status).toBe("fired")
  })

  it("[JOIN-5] says on every ticket and paper where it was", () => {
    const { to, joined } = merged(first([burger(1)]).order, second([fries(3)]))
    expect(shown(to)[1]).toMatchObject({ table: "8", number: "43", movedFrom: "5 #42" })
    expect(shown(to)[0]).not.toHaveProperty("movedFrom")
    expect(papers(joined, to)).toMatchObject([
      { number: "43", table: "8", banners: [{ kind: "moved", from: "5", order: "42" }], lines: [] },
    ])
    const beside = second([fries(3)], { table: "5", tableId: tableFive })
    const same = merged(first([burger(1)]).order, beside)
    expect(shown(same.to)[1]).toMatchObject({ movedFrom: "#42" })
    expect(papers(same.joined, same.to)[0]?.banners).toEqual([{ kind: "moved", order: "42" }])
  })

  it("[JOIN-6] brings its guests, its note and its rush", () => {
    const rushed = first([burger(1)], { covers: 2, note: "No nuts" }).next({ op: "rush" }).order
    const { to } = merged(rushed, second([fries(3)], { covers: 3, note: "Birthday" }))
    expect(to).toMatchObject({ covers: 5, note: "Birthday · No nuts", priority: 1 })
    const [fried] = second([fries(3)]).tickets
    expect(to.tickets[0]?.rev).toBeGreaterThan(fried?.rev ?? 0)
    const plain = merged(first([burger(1)]).order, second([fries(3)], { covers: 3 }))
    expect(plain.to).toMatchObject({ covers: 3, priority: 0 })
    expect(plain.to).not.toHaveProperty("note")
  })

  it("[JOIN-2] gets a new id for a line whose id the other has", () => {
    const { to } = merged(first([burger(1)]).order, second([fries(1)]))
    const [own, joined] = to.lines
    expect(own?.id).toBe(lineId(1))
    expect(joined?.id).not.toBe(lineId(1))
    expect(to.tickets[1]?.items[0]?.lineId).toBe(joined?.id)
  })
})

describe("an order that is split", () => {
  it("[JOIN-3] gives lines to a new one, at the same table unless another is named", () => {
    const told = first([burger(1), fries(2)], { note: "No nuts" })
    const { from, to } = split(told.order, absentOrder, { lineIds: [lineId(2)] })
    expect(from.lines.map(({ id }) => id)).toEqual([lineId(1)])
    expect(to).toMatchObject({
      ...{ id: otherId, number: "44", status: "open", type: "dineIn" },
      ...{ tableId: tableFive, table: "5", note: "No nuts" },
    })
    expect(to.lines.map(({ id }) => id)).toEqual([lineId(2)])
    const elsewhere = split(told.order, absentOrder, {
      lineIds: [lineId(2)],
      ...{ tableId: tableEight, table: "8", covers: 1 },
    })
    expect(elsewhere.to).toMatchObject({ tableId: tableEight, table: "8", covers: 1 })
  })

  it("[JOIN-3] gives the least advanced units of a part, or what is on a ticket", () => {
    const told = first([burger(1, { quantity: 3 }), fries(2)]).next({
      op: "readyLines",
      ...partOf(1, 2),
    })
    const one = split(told.order, second([fries(3)]), partOf(1, 1))
    expect(countsOf(one.from, one.from.lines[0] as PlacedOrder["lines"][number])).toMatchObject({
      ready: 2,
      sent: 0,
    })
    const ticket = split(told.order, second([fries(3)]), {
      ticketId: ticketAt(told.order, "fry").id,
    })
    expect(ticket.to.lines.map(({ id }) => id)).toEqual([lineId(3), lineId(2)])
  })

  it("[JOIN-3] is refused when nothing stays, nothing is meant, or the other order is elsewhere", () => {
    const { order } = first([burger(1), fries(2)]).next({ op: "voidLine", lineId: lineId(2) })
    const to = second([fries(3)])
    expect(split(order, to, { lineIds: [lineId(1)] }).refusal).toBe("NOTHING_STAYS")
    expect(split(order, to, { lineIds: [lineId(2)] }).refusal).toBe("LINE_VOIDED")
    expect(split(order, to, partOf(1, 3)).refusal).toBe("QUANTITY_TOO_LARGE")
    expect(split(order, to, {}).refusal).toBe("NOTHING_SELECTED")
    expect(split(order, to, { ...partOf(1, 1), tableId: tableFive }).refusal).toBe(
      "ORDER_ELSEWHERE",
    )
    expect(split(order, to, { ...partOf(1, 1), tableId: tableEight }).refusal).toBeUndefined()
    expect(split(order, following(to, { op: "cancel" }), partOf(1, 1)).refusal).toBe(
      "ORDER_CANCELLED",
    )
  })

  it("[JOIN-4] divides a ticket: the part is as old, and must be shown anew", () => {
    const told = first([burger(1, { quantity: 3 })])
    const whole = ticketAt(told.order, "grill")
    const proved = told.next({ op: "markShown", tickets: [whole.id], screenId: "grill" })
    const { from, to } = split(proved.order, second([fries(3)]), partOf(1, 1))
    const part = to.tickets[1] as OrderTicket
    expect(part.id).not.toBe(whole.id)
    expect(part).toMatchObject({ firedAt: whole.firedAt, lastFiredAt: minutes(30) })
    expect(part).not.toHaveProperty("shownAt")
    expect(shown(to)[1]).toMatchObject({ movedFrom: "5 #42", lines: [{ quantity: 1 }] })
    expect(shown(from)[0]).toMatchObject({
      lines: [{ quantity: 2, change: { was: "3 × Burger", ack: false } }],
    })
    expect(ticketAt(from, "grill")).toMatchObject({ id: whole.id, shownBy: "grill" })
  })

  it("[JOIN-4] recalls of a divided ticket what its bump moved of the part", () => {
    const told = first([burger(1, { quantity: 3 })])
    const bumped = following(told.order, {
      op: "bumpTicket",
      ticketId: told.order.tickets[0]?.id as OrderTicket["id"],
    })
    const { from, to } = split(bumped, second([fries(3)]), partOf(1, 1))
    const part = to.tickets[1] as OrderTicket
    expect(shown(to)[1]?.status).toBe("bumped")
    expect(shown(following(to, { op: "recallTicket", ticketId: part.id }))[1]).toMatchObject({
      status: "fired",
      lines: [{ quantity: 1, ready: 0 }],
    })
    const kept = following(from, {
      op: "recallTicket",
      ticketId: from.tickets[0]?.id as OrderTicket["id"],
    })
    expect(shown(kept)[0]).toMatchObject({ status: "fired", lines: [{ quantity: 2, ready: 0 }] })
  })

  it("[JOIN-5] prints the dishes of a part that goes, and nothing of what is held or collected", () => {
    const told = first([burger(1, { quantity: 3 }), fries(2, { hold: true })])
    const part = split(told.order, second([fries(3)]), partOf(1, 1))
    expect(papers(part.joined, part.to)).toMatchObject([
      { banners: [{ kind: "moved", order: "42" }], lines: [{ quantity: 1, name: "Burger" }] },
    ])
    const held = split(told.order, second([fries(3)]), { lineIds: [lineId(2)] })
    expect(papers(held.joined, held.to)).toEqual([])
    expect(shown(held.to)[1]).not.toHaveProperty("movedFrom")
    const served = told.next({ op: "serveLines", ...partOf(1, 3) }).order
    const paid = split(served, absentOrder, partOf(1, 1))
    expect(papers(paid.joined, paid.to)).toEqual([])
  })

  it("[JOIN-4] keeps an amendment that the cook has not acknowledged on both sides, where it says something", () => {
    const told = first([burger(1, { quantity: 3 })]).next({
      ...{ op: "changeLine", lineId: lineId(1), note: "rare" },
    })
    const { from, to } = split(told.order, second([fries(3)]), partOf(1, 1))
    expect(to.lines[1]).toMatchObject({ change: { was: { quantity: 1 }, ack: false } })
    expect(from.lines[0]).toMatchObject({ change: { was: { quantity: 3 }, ack: false } })
    const more = first([burger(1)]).next({ op: "changeLine", lineId: lineId(1), quantity: 3 })
    const plain = split(more.order, second([fries(3)]), partOf(1, 1))
    expect(plain.to.lines[1]).not.toHaveProperty("change")
  })
})
