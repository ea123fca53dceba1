import { describe, expect, it } from "vitest"
import type { OrderId } from "#core/kitchen/ids.ts"
import { orderView } from "#core/kitchen/order-view.ts"
import { cardOf } from "#core/ui/menu-card.ts"
import { partReady, stepsDone } from "#plugins/orders/ui/line-progress.ts"
import type { Deed, SentCommand } from "#plugins/orders/ui/sent-command.ts"
import {
  heldCourses,
  readyParts,
  shownOrder,
  totalOfOrder,
} from "#plugins/orders/ui/shown-order.ts"
import { BistroOrders } from "#test/browser/support/bistro-orders.ts"
import { bistroItems, lineId, productId, tableId } from "#test/browser/support/bistro-setup.ts"

const id = "0193f4c0-0000-7000-8000-800000000001" as OrderId
const card = cardOf(bistroItems(), "en")
const soup = { id: lineId(1), productId: productId("onion-soup"), quantity: 2, course: 1 }
const tart = { id: lineId(2), productId: productId("tarte-tatin"), quantity: 1, course: 3 }
const placing = {
  op: "placeOrder",
  args: {
    id,
    type: "dineIn",
    tableId: tableId(5),
    lines: [soup, { ...tart, hold: true }],
    send: true,
  },
} as const satisfies Deed

const sent = (deed: Deed, rest: Partial<SentCommand> = {}): SentCommand => ({
  command: { cid: "c", queuedAt: 1000, ...deed },
  heard: false,
  ...rest,
})

const atHub = (...deeds: ReadonlyArray<Deed>) => {
  const orders = new BistroOrders()
  for (const { op, args } of [placing, ...deeds]) orders.run(op, { ...args })
  return { orders, view: () => orderView(orders.order(id)) }
}

const progressOf = (order: ReturnType<typeof shownOrder>) =>
  order?.lines.map(({ progress }) => progress)

describe("an order on the handheld", () => {
  it("[WAITER-6] is there before the hub has answered, every dish queued", () => {
    const order = shownOrder(id, undefined, [sent(placing)], card)
    expect(progressOf(order)).toEqual(["queued", "queued"])
    expect(order?.number).toBeUndefined()
    expect(order?.waiting).toBe(true)
    expect(order && totalOfOrder(order)).toBe(2 * 890 + 850)
  })

  it("[WAITER-31] that nobody told yet is what the floor knows of it, and what is added here", () => {
    const { view } = atHub()
    const { number, placedAt, rev } = view()
    const counts = { heard: 2, served: 1 }
    const floor = { table: "5", order: { orderId: id, number, placedAt, rev, counts } }
    const added = { id: lineId(3), productId: productId("terrine"), quantity: 1 }
    const more = sent({ op: "addLines", args: { orderId: id, lines: [added], send: true } })
    const order = shownOrder(id, undefined, [more], card, undefined, floor)
    expect(order).toMatchObject({ number, status: "open", untold: 3 })
    expect(progressOf(order)).toEqual(["queued"])
    expect(shownOrder(id, view(), [], card, undefined, floor)?.untold).toBeUndefined()
    const own = shownOrder(id, undefined, [sent(placing)], card, undefined, floor)
    expect(progressOf(own)).toEqual(["queued", "queued"])
    expect(own?.untold).toBeUndefined()
  })

  it("shows a dish once when the hub's picture comes before its answer is forgotten", () => {
    const { view } = atHub()
    const order = shownOrder(id, view(), [sent(placing, { heard: true })], card)
    expect(progressOf(order)).toEqual(["heard", "held"])
    expect(order?.waiting).toBe(false)
  })

  it("shows what was asked here on top of what the hub knows, until the hub's revision contains it", () => {
    const { orders, view } = atHub()
    const fire: Deed = { op: "fireCourse", args: { orderId: id, course: 3 } }
    const before = shownOrder(id, view(), [sent(fire)], card)
    expect(before?.lines[1]).toMatchObject({ progress: "queued", waiting: "fire" })
    expect(before && heldCourses(before)).toEqual([])
    orders.run(fire.op, { ...fire.args })
    const after = shownOrder(id, view(), [sent(fire, { heard: true, rev: view().rev })], card)
    expect(after?.lines[1]).toMatchObject({ progress: "heard" })
    expect(after?.waiting).toBe(false)
  })

  it("shows a void, a change and a collected dish at once", () => {
    const { orders, view } = atHub()
    orders.run("readyLines", { orderId: id, parts: [{ lineId: soup.id, quantity: 1 }] })
    const shown = shownOrder(id, view(), [], card)
    expect(shown && readyParts(shown.lines)).toEqual([{ lineId: soup.id, quantity: 1 }])
    expect(shown?.lines[0] && partReady(shown.lines[0])).toEqual({ ready: 1, of: 2 })
    const deeds: ReadonlyArray<Deed> = [
      { op: "serveLines", args: { orderId: id, parts: [{ lineId: soup.id, quantity: 1 }] } },
      { op: "changeLine", args: { orderId: id, lineId: tart.id, note: "warm" } },
    ]
    const asked = shownOrder(
      id,
      view(),
      deeds.map((deed) => sent(deed)),
      card,
    )
    expect(asked && readyParts(asked.lines)).toEqual([])
    expect(asked?.lines[1]).toMatchObject({ note: "warm", waiting: "change" })
    const voided: Deed = { op: "voidLine", args: { orderId: id, lineId: tart.id } }
    expect(shownOrder(id, view(), [sent(voided)], card)?.lines[1]).toMatchObject({
      quantity: 0,
      progress: "voided",
    })
  })

  it("does not void twice when nobody can tell whether the picture contains the void", () => {
    const { view } = atHub()
    const one: Deed = { op: "voidLine", args: { orderId: id, lineId: soup.id, quantity: 1 } }
    expect(shownOrder(id, view(), [sent(one, { heard: true })], card)?.lines[0]?.quantity).toBe(2)
  })

  it("[WAITER-28] [WAITER-30] is part of another one, or somebody else's, as soon as it was asked", () => {
    const { view } = atHub()
    const other = `${id.slice(0, -1)}2` as OrderId
    const join: Deed = { op: "mergeInto", args: { orderId: id, intoOrderId: other } }
    expect(shownOrder(id, view(), [sent(join), sent(join)], card)).toMatchObject({
      status: "merged",
      mergedInto: { orderId: other },
      lines: [],
      waiting: true,
    })
    const take: Deed = { op: "transferTo", args: { orderId: id } }
    expect(shownOrder(id, view(), [sent(take)], card, "Ana")?.server).toBe("Ana")
    expect(shownOrder(id, view(), [sent(take)], card)?.server).toBeUndefined()
  })

  it("[WAITER-29] has no more what goes to another order, once however often that is asked", () => {
    const { orders, view } = atHub()
    orders.run("readyLines", { orderId: id, parts: [{ lineId: soup.id, quantity: 1 }] })
    const toOrderId = `${id.slice(0, -1)}2` as OrderId
    const parts = [{ lineId: soup.id, quantity: 1 }]
    const split: Deed = {
      op: "splitTo",
      args: { orderId: id, toOrderId, lineIds: [tart.id], parts },
    }
    for (const deeds of [[split], [split, split]]) {
      const order = shownOrder(
        id,
        view(),
        deeds.map((deed) => sent(deed)),
        card,
      )
      expect(order?.lines).toMatchObject([{ lineId: soup.id, quantity: 1, waiting: "split" }])
      // What is cooked stays as long as something else can go.
      expect(order?.lines[0]?.counts).toMatchObject({ sent: 0, ready: 1 })
    }
    orders.run("splitTo", { ...split.args })
    const after = shownOrder(id, view(), [sent(split)], card)
    expect(after?.lines).toMatchObject([{ lineId: soup.id, quantity: 1 }])
  })

  it("is nothing that another order's commands could make", () => {
    const other = { ...placing, args: { ...placing.args, id: `${id.slice(0, -1)}2` as OrderId } }
    expect(shownOrder(id, undefined, [sent(other)], card)).toBeUndefined()
  })

  it("[WAITER-7] goes queued, heard, shown, cooking, ready, served, and a held dish waits where it was heard", () => {
    const steps = ["queued", "heard", "shown", "started", "ready", "served"] as const
    expect(steps.map(stepsDone)).toEqual([1, 2, 3, 4, 5, 6])
    expect(stepsDone("held")).toBe(2)
  })
})
