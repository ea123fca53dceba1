import { Result } from "effect"
import fc from "fast-check"
import { v7 as uuid } from "uuid"
import { describe, expect, it } from "vitest"
import { expoTicketIdOf } from "#core/kitchen/expo-course.ts"
import type { TableId, TicketId } from "#core/kitchen/ids.ts"
import { absentOrder, type LineSpec, type Order, type PlacedOrder } from "#core/kitchen/order.ts"
import type { OrderCommand } from "#core/kitchen/order-command.ts"
import { decide } from "#core/kitchen/order-decide.ts"
import type { OrderEvent } from "#core/kitchen/order-event.ts"
import { evolve } from "#core/kitchen/order-evolve.ts"
import { orderView } from "#core/kitchen/order-view.ts"
import { expoTicketsOf } from "#core/kitchen/ticket-view.ts"
import { countsOf, firedOf, wantedOf } from "#core/kitchen/units.ts"
import { burger, fries, lineId, minutes, orderId, placing } from "./kitchen-story.ts"
import { expectSeen, expectSound } from "./sound-order.ts"

/** A command before the order exists: tickets are named by how many were opened before them. */
type Ask =
  | { readonly command: OrderCommand }
  | {
      readonly op: "bumpTicket" | "recallTicket" | "markShown" | "readyLines"
      readonly nth: number
    }
  | { readonly op: "bumpTicket" | "recallTicket"; readonly course: number }
  | { readonly op: "finish" }

const line = fc
  .record({
    n: fc.integer({ min: 1, max: 6 }),
    quantity: fc.integer({ min: 1, max: 4 }),
    course: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
    hold: fc.boolean(),
    fried: fc.boolean(),
  })
  .map(({ n, quantity, course, hold, fried }): LineSpec => {
    const more = { quantity, hold, ...(course === undefined ? {} : { course }) }
    return fried ? fries(n, more) : burger(n, more)
  })
const lines = fc.uniqueArray(line, { minLength: 1, maxLength: 4, selector: ({ id }) => id })
const lineIdOf = fc.integer({ min: 1, max: 6 }).map(lineId)
const quantity = fc.integer({ min: 1, max: 4 })
const selection = fc.oneof(
  fc.record({ lineIds: fc.array(lineIdOf, { minLength: 1, maxLength: 3 }) }),
  fc.record({ parts: fc.array(fc.record({ lineId: lineIdOf, quantity }), { maxLength: 2 }) }),
)
const selecting = fc.constantFrom(
  "sendLines",
  "holdLines",
  "fireLines",
  "startLines",
  "readyLines",
  "unreadyLines",
  "serveLines",
  "acknowledgeChange",
)
const tableIds = [uuid(), uuid()] as [TableId, TableId]
const nth = fc.integer({ min: 0, max: 5 })
const told = (command: fc.Arbitrary<OrderCommand>) => fc.record({ command })
const ask: fc.Arbitrary<Ask> = fc.oneof(
  {
    weight: 2,
    arbitrary: told(fc.record({ op: fc.constant("addLines"), lines, send: fc.boolean() })),
  },
  { weight: 8, arbitrary: told(fc.tuple(selecting, selection).map(([op, of]) => ({ op, ...of }))) },
  {
    weight: 3,
    arbitrary: told(
      fc.record(
        {
          op: fc.constant("changeLine"),
          lineId: lineIdOf,
          quantity,
          note: fc.constantFrom("", "rare"),
        },
        { requiredKeys: ["op", "lineId"] },
      ),
    ),
  },
  {
    weight: 3,
    arbitrary: told(
      fc.record(
        { op: fc.constant("voidLine"), lineId: lineIdOf, quantity },
        { requiredKeys: ["op", "lineId"] },
      ),
    ),
  },
  {
    weight: 1,
    arbitrary: told(fc.integer({ min: 1, max: 2 }).map((course) => ({ op: "fireCourse", course }))),
  },
  {
    weight: 2,
    arbitrary: told(
      fc.constantFrom<OrderCommand>(
        { op: "sendLines" },
        { op: "rush" },
        { op: "rush", on: false },
        { op: "moveTable", tableId: tableIds[0], table: "8" },
        { op: "moveTable", tableId: tableIds[1], table: "9" },
        { op: "transferTo", server: "Ben" },
        { op: "setPromise", promisedAt: minutes(30) },
        { op: "setPromise", promisedAt: null },
        { op: "close" },
        { op: "reopen" },
      ),
    ),
  },
  { weight: 2, arbitrary: fc.constant<Ask>({ op: "finish" }) },
  {
    weight: 5,
    arbitrary: fc.record({
      op: fc.constantFrom("bumpTicket", "recallTicket", "markShown", "readyLines"),
      nth,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      op: fc.constantFrom("bumpTicket", "recallTicket"),
      course: fc.integer({ min: 0, max: 2 }),
    }),
  },
)
const cancelling: fc.Arbitrary<Ask> = told(fc.constant({ op: "cancel" }))

/** Commands as devices deliver them: some twice in a row, some again later, some out of order. */
const delivered = fc
  .array(
    fc.tuple(
      fc.oneof({ weight: 60, arbitrary: ask }, { weight: 1, arbitrary: cancelling }),
      fc.constantFrom("once", "once", "twice", "again"),
    ),
    { maxLength: 40, size: "max" },
  )
  .map((asks) => {
    const now = asks.flatMap(([one, times]) => (times === "twice" ? [one, one] : [one]))
    const later = asks.flatMap(([one, times]) => (times === "again" ? [one] : []))
    return [...now, ...later.toReversed()]
  })

/** Kinds of events that one order alone can meet; what two orders give each other is another property. */
const ownEvents = 21

/** The next thing a waiter does who wants to be done with the order: orders rarely end by chance. */
const finishing = (order: Order): OrderCommand => {
  if (order.status !== "open") return { op: "reopen" }
  const standing = order.lines.map((known) => ({ known, counts: countsOf(order, known) }))
  const fired = standing.filter(({ counts }) => firedOf(counts) > counts.served)
  if (fired.length > 0) return { op: "serveLines", lineIds: fired.map(({ known }) => known.id) }
  const unfired = standing.find(({ counts }) => counts.draft + counts.held > 0)
  if (unfired === undefined) return { op: "close" }
  return { op: "fireLines", lineIds: [unfired.known.id] }
}

const commandOf = (order: Order, asked: Ask): OrderCommand => {
  if ("command" in asked) return asked.command
  if (asked.op === "finish") return finishing(order)
  const tickets = order.status === "absent" ? [] : order.tickets
  const ticketId = (
    "nth" in asked
      ? (tickets[asked.nth]?.id ?? lineId(99))
      : expoTicketIdOf(orderId, asked.course || undefined)
  ) as TicketId
  return asked.op === "markShown"
    ? { op: "markShown", tickets: [ticketId], screenId: "grill" }
    : { op: asked.op, ticketId }
}

/** Nothing moves that nobody asked for: a part moves at most itself, and what was voided or changed is exact. */
const expectAsked = (command: OrderCommand, events: ReadonlyArray<OrderEvent>) => {
  const moves = events.flatMap((event) => ("moves" in event ? event.moves : []))
  const moved = (id: string) =>
    moves.reduce((sum, move) => (move.lineId === id ? sum + move.quantity : sum), 0)
  if (command.op === "voidLine" && command.quantity !== undefined && events.length > 0)
    expect(moved(command.lineId)).toBe(command.quantity)
  if ("parts" in command && command.parts !== undefined)
    for (const { lineId: id } of command.parts) {
      const asked = command.parts.filter((part) => part.lineId === id)
      expect(moved(id)).toBeLessThanOrEqual(asked.reduce((sum, part) => sum + part.quantity, 0))
    }
}

describe("whatever devices send, twice, late and out of order", () => {
  it("[ORDER-1] [TICKET-10] each quantity is cooked exactly once, and never is one lost or made up", () => {
    const happened = new Set<string>()
    const rounds = fc.property(lines, fc.boolean(), delivered, (placed, send, asks) => {
      let order: Order = absentOrder
      let minute = 0
      for (const asked of [{ command: placing(placed, send) }, ...asks]) {
        minute += 1
        const context = { at: minutes(minute), by: { kind: "user" as const, id: "ana" } }
        const before: Order = order
        const command = commandOf(before, asked)
        const decided = decide(before, command, context)
        if (Result.isFailure(decided)) continue
        expectAsked(command, decided.success)
        order = decided.success.reduce<Order>(evolve, before)
        for (const event of decided.success) happened.add(event.type)
        if (order.status === "absent") continue
        expect(order.rev).toBe(before.rev + decided.success.length)
        expectSound(order)
        if (command.op === "bumpTicket" && decided.success.length > 0)
          expectSeen(order, command.ticketId)
        if (command.op === "changeLine" && command.quantity !== undefined) {
          const changed = order.lines.find(({ id }) => id === command.lineId)
          if (changed !== undefined)
            expect(wantedOf(countsOf(order, changed))).toBe(command.quantity)
        }
        if (before.status === "cancelled") expect(order.status).toBe("cancelled")
        if (before.status === "cancelled")
          expect(order.lines.map((known) => countsOf(order as PlacedOrder, known))).toEqual(
            before.lines.map((known) => countsOf(before, known)),
          )
      }
    })
    // The rounds must have been worth something: they go on until everything that can happen to an order did.
    for (let thousands = 0; thousands < 5 && happened.size < ownEvents; thousands += 1)
      fc.assert(rounds, { numRuns: 1000 })
    expect(happened.size).toBe(ownEvents)
  })
  it("[ORDER-17] an order survives JSON and shows the same afterwards", () => {
    const rounds = fc.property(lines, delivered, (placed, asks) => {
      let order: Order = absentOrder
      for (const asked of [{ command: placing(placed) }, ...asks]) {
        const context = { at: minutes(1), by: { kind: "user" as const, id: "ana" } }
        const decided = decide(order, commandOf(order, asked), context)
        if (Result.isSuccess(decided))
          order = (JSON.parse(JSON.stringify(decided.success)) as typeof decided.success).reduce(
            evolve,
            order,
          )
      }
      const again = JSON.parse(JSON.stringify(order)) as PlacedOrder
      expect(again).toEqual(order)
      expect(orderView(again)).toEqual(orderView(order as PlacedOrder))
      expect(expoTicketsOf(again)).toEqual(expoTicketsOf(order as PlacedOrder))
    })
    fc.assert(rounds, { numRuns: 300 })
  })
})
