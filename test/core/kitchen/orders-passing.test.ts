import assert from "node:assert/strict"
import { Result } from "effect"
import fc from "fast-check"
import { v7 as uuid } from "uuid"
import { describe, expect, it } from "vitest"
import type { LineId, OrderId, TableId } from "#core/kitchen/ids.ts"
import {
  absentOrder,
  type LineStatus,
  lineStatuses,
  type Order,
  type PlacedOrder,
} from "#core/kitchen/order.ts"
import type { OrderCommand, PassingCommand } from "#core/kitchen/order-command.ts"
import { decide } from "#core/kitchen/order-decide.ts"
import { evolve } from "#core/kitchen/order-evolve.ts"
import { decidePassing, otherOrderOf } from "#core/kitchen/order-passing.ts"
import type { Board } from "#core/kitchen/screen-board.ts"
import { emptyBoard, placeOnBoard, ticketsOn } from "#core/kitchen/screen-board.ts"
import { ticketsOf } from "#core/kitchen/ticket-view.ts"
import { countsOf } from "#core/kitchen/units.ts"
import { burger, fries, lineId, minutes } from "./kitchen-story.ts"
import { expectSound } from "./sound-order.ts"

/** Orders are named by their number in the restaurant, lines and tickets by theirs in the order, whatever is there. */
type Ask =
  | {
      readonly op: "voidLine" | "startLines" | "readyLines" | "serveLines" | "fireLines"
      readonly in: number
      readonly line: number
      readonly quantity: number
    }
  | { readonly op: "bumpTicket" | "recallTicket"; readonly in: number; readonly ticket: number }
  | { readonly op: "add" | "close" | "reopen" | "rush" | "moveTable"; readonly in: number }
  | { readonly op: "merge"; readonly in: number; readonly into: number }
  | {
      readonly op: "split"
      readonly in: number
      readonly into: number
      readonly lines: ReadonlyArray<readonly [line: number, quantity: number | undefined]>
      readonly ticket: number | undefined
    }

const some = fc.integer({ min: 0, max: 5 })
const quantity = fc.integer({ min: 1, max: 3 })
const ask: fc.Arbitrary<Ask> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      op: fc.constantFrom("voidLine", "startLines", "readyLines", "serveLines", "fireLines"),
      in: some,
      line: some,
      quantity,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      op: fc.constantFrom("bumpTicket", "recallTicket"),
      in: some,
      ticket: some,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constantFrom("add", "add", "close", "reopen", "rush", "moveTable"),
      in: some,
    }),
  },
  { weight: 2, arbitrary: fc.record({ op: fc.constant("merge"), in: some, into: some }) },
  {
    weight: 6,
    arbitrary: fc.record({
      op: fc.constant("split"),
      in: some,
      into: some,
      lines: fc.array(fc.tuple(some, fc.option(quantity, { nil: undefined })), {
        minLength: 1,
        maxLength: 3,
      }),
      ticket: fc.option(some, { nil: undefined, freq: 3 }),
    }),
  },
)
/** Each order is held to this many: merged ones make place by being passed over. */
const orderIds = Array.from({ length: 6 }, () => uuid() as OrderId)
const tables = ["5", "8"].map((name) => ({ name, id: uuid() as TableId }))

/** A restaurant of six orders at most, and one screen that shows all of them. */
interface World {
  readonly orders: Map<OrderId, Order>
  board: Board
  added: number
}

const ordersIn = ({ orders }: World): ReadonlyArray<PlacedOrder> =>
  [...orders.values()].filter((order): order is PlacedOrder => order.status !== "absent")

/** How many units of each dish stand where, over all orders. */
const standing = (world: World): Readonly<Record<string, number>> => {
  const sums: Record<string, number> = {}
  for (const order of ordersIn(world))
    for (const line of order.lines)
      for (const status of lineStatuses) {
        const key = `${line.name} ${status}`
        sums[key] = (sums[key] ?? 0) + countsOf(order, line)[status as LineStatus]
      }
  return Object.fromEntries(Object.entries(sums).filter(([, units]) => units > 0))
}

const context = (minute: number) => ({
  at: minutes(minute),
  by: { kind: "user" as const, id: "ana" },
})

const show = (world: World, order: Order): void => {
  if (order.status === "absent") return
  world.orders.set(order.id, order)
  world.board = placeOnBoard(world.board, order.id, ticketsOf(order, { tables: new Map() })).board
  const ids = ticketsOn(world.board).map(({ ticketId }) => ticketId)
  expect(new Set(ids).size).toBe(ids.length)
}

const place = (world: World, n: number): void => {
  const id = orderIds[n] as OrderId
  const lines = [
    burger(world.added + 1, { name: `Burger ${n}`, quantity: 3 }),
    fries(world.added + 2, { name: `Fries ${n}`, hold: n % 2 === 0, course: 2 }),
  ]
  world.added += 2
  const table = tables[n % 2] as (typeof tables)[number]
  const placed = decide(
    absentOrder,
    {
      ...{ op: "place", orderId: id, number: `${40 + n}`, businessDay: "2026-11-20" },
      ...{ type: "dineIn", tableId: table.id, table: table.name, lines, send: true },
    },
    context(0),
  )
  if (Result.isSuccess(placed)) show(world, placed.success.reduce<Order>(evolve, absentOrder))
}

const commandFor = (world: World, order: PlacedOrder, asked: Ask): OrderCommand | undefined => {
  switch (asked.op) {
    case "add": {
      world.added += 1
      const lines = [burger(world.added, { name: "Steak" })]
      return { op: "addLines", lines, send: world.added % 3 > 0 }
    }
    case "close":
    case "reopen":
    case "rush":
      return { op: asked.op }
    case "moveTable": {
      const other = tables.find(({ id }) => id !== order.tableId) ?? tables[0]
      return { op: "moveTable", tableId: other?.id as TableId, table: other?.name ?? "" }
    }
    case "bumpTicket":
    case "recallTicket": {
      const ticket = order.tickets[asked.ticket]
      return ticket && { op: asked.op, ticketId: ticket.id }
    }
    case "merge":
    case "split":
      return undefined
    default: {
      const id = order.lines[asked.line]?.id ?? lineId(9_999)
      return asked.op === "voidLine"
        ? { op: "voidLine", lineId: id, quantity: asked.quantity }
        : { op: asked.op, parts: [{ lineId: id, quantity: asked.quantity }] }
    }
  }
}

const passingFor = (order: PlacedOrder, asked: Ask): PassingCommand | undefined => {
  if (asked.op === "merge") return { op: "mergeInto", intoOrderId: orderIds[asked.into] as OrderId }
  if (asked.op !== "split") return undefined
  const named = (n: number): LineId => order.lines[n]?.id ?? lineId(9_999)
  const ticketId = asked.ticket === undefined ? undefined : order.tickets[asked.ticket]?.id
  return {
    op: "splitTo",
    toOrderId: orderIds[asked.into] as OrderId,
    ...(ticketId === undefined
      ? {
          lineIds: asked.lines.flatMap(([n, part]) => (part === undefined ? [named(n)] : [])),
          parts: asked.lines.flatMap(([n, part]) =>
            part === undefined ? [] : [{ lineId: named(n), quantity: part }],
          ),
        }
      : { ticketId }),
  }
}

const step = (world: World, asked: Ask, minute: number): string | undefined => {
  const order = world.orders.get(orderIds[asked.in] as OrderId) ?? absentOrder
  if (order.status === "absent") {
    place(world, asked.in)
    return "placed"
  }
  const passing = passingFor(order, asked)
  if (passing === undefined) {
    const command = commandFor(world, order, asked)
    const decided = command && decide(order, command, context(minute))
    if (decided === undefined || Result.isFailure(decided)) return undefined
    show(world, decided.success.reduce<Order>(evolve, order))
    return asked.op
  }
  const other = world.orders.get(otherOrderOf(passing)) ?? absentOrder
  const before = standing(world)
  const decided = decidePassing(order, other, passing, {
    ...context(minute),
    number: "49",
    businessDay: "2026-11-20",
  })
  if (Result.isFailure(decided)) return decided.failure.code
  // As the log keeps them.
  const { from, to } = JSON.parse(JSON.stringify(decided.success)) as typeof decided.success
  const places = placesOn(world)
  show(world, to.reduce<Order>(evolve, other))
  show(world, from.reduce<Order>(evolve, order))
  expect(standing(world)).toEqual(before)
  // Nothing new hangs there when two become one: every ticket hangs where it hung.
  if (passing.op === "mergeInto") expect(placesOn(world)).toEqual(places)
  if (from.length > 0 && to.length > 1) return "opened"
  return from.length > 0 ? asked.op : "again"
}

const placesOn = ({ board }: World): ReadonlyMap<string, number> =>
  new Map(board.open.map(({ ticketId, slot }) => [ticketId, slot]))

const expectWhole = (world: World): void => {
  const orders = ordersIn(world)
  for (const order of orders) expectSound(order)
  const tickets = orders.flatMap((order) => order.tickets.map(({ id }) => id))
  assert.equal(new Set(tickets).size, tickets.length)
  const lines = orders.flatMap((order) => order.lines.map(({ id }) => id))
  assert.equal(new Set(lines).size, lines.length)
  // The screen that was told each change shows what one shows that is opened now.
  const shown = orders.flatMap((order) => ticketsOf(order, { tables: new Map() }))
  const cooking = shown.filter(({ status }) => status !== "bumped")
  const onBoard = ticketsOn(world.board).filter(({ status }) => status !== "bumped")
  const bare = (all: typeof shown) =>
    all.map(({ slot: _, ...ticket }) => ticket).sort((a, b) => (a.ticketId < b.ticketId ? -1 : 1))
  assert.deepEqual(bare(onBoard), bare(cooking))
  const slots = world.board.open.map(({ slot }) => slot)
  assert.equal(new Set(slots).size, slots.length)
}

describe("orders that give each other what they have", () => {
  it("[JOIN-1] each unit stands in one order, and none is lost, made up or cooked again", () => {
    const happened = new Map<string, number>()
    const rounds = fc.property(fc.array(ask, { maxLength: 60, size: "max" }), (asks) => {
      const world: World = { orders: new Map(), board: emptyBoard(12), added: 0 }
      place(world, 0)
      place(world, 1)
      for (const [minute, asked] of asks.entries()) {
        const what = step(world, asked, minute + 1)
        if (what !== undefined) happened.set(what, (happened.get(what) ?? 0) + 1)
        expectWhole(world)
      }
    })
    fc.assert(rounds, { numRuns: 250 })
    for (const what of ["merge", "split", "opened", "again", "recallTicket", "ORDER_MERGED"])
      expect(happened.get(what) ?? 0, what).toBeGreaterThan(0)
  })
})
