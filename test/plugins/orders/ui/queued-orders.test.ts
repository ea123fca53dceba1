import { expect, it } from "vitest"
import type { OrderId } from "#core/kitchen/ids.ts"
import { queuedOrders } from "#plugins/orders/ui/queued-orders.ts"
import type { SentCommand } from "#plugins/orders/ui/sent-command.ts"
import { tableId } from "#test/browser/support/bistro-setup.ts"

const id = "0193f4c0-0000-7000-8000-000000000001" as OrderId

const sent = (op: string, args: object, heard: boolean): SentCommand => ({
  command: { cid: op, op, args: args as SentCommand["command"]["args"], queuedAt: 1000 },
  heard,
})
const placed = sent("placeOrder", { id, type: "dineIn", tableId: tableId(5), lines: [] }, true)
const idsOf = (...all: ReadonlyArray<SentCommand>) =>
  queuedOrders(all, new Map()).map(({ orderId }) => orderId)

it("[WAITER-32] an order that was placed and closed here within moments is not queued at its table", () => {
  expect(idsOf(placed)).toEqual([id])
  expect(idsOf(placed, sent("close", { orderId: id }, false))).toEqual([id])
  expect(idsOf(placed, sent("close", { orderId: id }, true))).toEqual([])
  expect(idsOf(placed, sent("cancel", { orderId: id }, true))).toEqual([])
  const reopened = sent("reopen", { orderId: id }, false)
  expect(idsOf(placed, sent("close", { orderId: id }, true), reopened)).toEqual([id])
})
