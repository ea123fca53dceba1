import { Result, Schema } from "effect"
import { v7 as uuid } from "uuid"
import { expect, it } from "vitest"
import type { OrderId, TableId } from "#core/kitchen/ids.ts"
import type { Order, PlacedOrder } from "#core/kitchen/order.ts"
import type { OrderEvent } from "#core/kitchen/order-event.ts"
import { evolve } from "#core/kitchen/order-evolve.ts"
import { decidePassing } from "#core/kitchen/order-passing.ts"
import { topicOf } from "#core/plugins/event.ts"
import * as contract from "#plugins/orders/contract.ts"
import {
  bumping,
  burger,
  fries,
  lineId,
  minutes,
  placing,
  story,
} from "#test/core/kitchen/kitchen-story.ts"

const told: Array<OrderEvent> = []
const hear = (events: ReadonlyArray<OrderEvent>) => told.push(...events)

/** An evening of one order, command by command, so that each event is heard. */
const evening = [
  placing([burger(1, { quantity: 4 }), fries(2, { hold: true })]),
  { op: "addLines", lines: [burger(3)], send: false },
  { op: "sendLines", lineIds: [lineId(3)] },
  { op: "voidLine", lineId: lineId(1), quantity: 1, reason: "dropped" },
  { op: "readyLines", parts: [{ lineId: lineId(1), quantity: 1 }] },
  { op: "serveLines", parts: [{ lineId: lineId(1), quantity: 1 }] },
  bumping("grill"),
  { op: "moveTable", tableId: uuid() as TableId, table: "8" },
  { op: "transferTo", server: "Ben" },
] as const

const passed = (from: PlacedOrder, to: PlacedOrder) => {
  const context = { at: minutes(50), by: { kind: "user", id: "ana" } } as const
  const number = { number: "44", businessDay: "2026-11-20" }
  const split = { op: "splitTo", toOrderId: to.id, lineIds: [lineId(2)] } as const
  const decided = decidePassing(from, to, split, { ...context, ...number })
  if (Result.isFailure(decided)) return
  hear(decided.success.from)
  hear(decided.success.to)
  const left = decided.success.from.reduce<Order>(evolve, from)
  const joined = decided.success.to.reduce<Order>(evolve, to)
  const merge = { op: "mergeInto", intoOrderId: to.id } as const
  const merged = decidePassing(left, joined, merge, { ...context, ...number })
  if (Result.isSuccess(merged)) hear(merged.success.from)
}

it("[ORDERS-6] what happens to an order is what plugins are promised to hear of it", () => {
  let order = story()
  for (const command of evening) {
    order = order.next(command)
    hear(order.events)
  }
  const other = story({ ...placing([burger(9)]), orderId: uuid() as OrderId }).order
  passed(order.order, other)
  const ended = story(placing([burger(1)]), { op: "serveLines", lineIds: [lineId(1)] })
  const closed = ended.next({ op: "close" })
  hear(closed.events)
  hear(closed.next({ op: "reopen" }).events)
  hear(ended.next({ op: "cancel", reason: "gone" }).events)

  for (const event of Object.values(contract)) {
    const name = topicOf(event).replace(/^orders\.|@1$/g, "")
    const type = name.replace(/(^|_)([a-z])/g, (_all, _gap, letter: string) => letter.toUpperCase())
    const heard = told.find((one) => one.type === type)
    expect(heard, name).toBeDefined()
    // As the log keeps it: JSON.
    const stored: unknown = JSON.parse(JSON.stringify(heard))
    expect(Schema.decodeUnknownResult(event.schema)(stored)._tag, name).toBe("Success")
  }
})
