import { v7 as uuid } from "uuid"
import { expect, it } from "vitest"
import type { OrderView } from "#core/kitchen/order-view.ts"
import type { TicketView } from "#core/kitchen/ticket.ts"
import { printerShelf } from "#test/support/paper-tray.ts"
import { runningHub } from "#test/support/running-hub.ts"
import { showView } from "#test/support/shown-view.ts"
import { staff } from "#test/support/staff.ts"

const hub = runningHub()
const { connect } = staff()
const plugIn = printerShelf()

const dish = "OS MOELLE"

it("[JOIN-2] [JOIN-3] [JOIN-5] orders are split and joined over REST, on screen, on paper and in their history", async () => {
  const { api, productId, tables, tenantId, screenOf, printerOf } = hub.restaurant()
  const screen = connect(hub.signIn(), "kds", "joining-grill", "ws")
  const grill = showView<TicketView>(screen, screenOf("grill"))
  const printer = printerOf("grill")
  const secret = hub.deviceSecret(tenantId, printer.deviceId)
  const papers = await plugIn({ mqttUrl: hub.mqttUrl(), tenantId, secret, printer })
  papers.clear()

  const place = (table: number, quantity: number) =>
    api.post<OrderView>("/plugins/orders/orders", {
      ...{ id: uuid(), type: "dineIn", tableId: tables[table]?.id, covers: 2 },
      ...{ lines: [{ productId: productId(dish), quantity }], send: true },
    })
  const command = (id: string, op: string, args: object, cid = uuid()) =>
    api.send("POST", `/plugins/orders/orders/${id}/commands`, { cid, op, args })
  const read = (id: string) => api.get<OrderView>(`/plugins/orders/orders/${id}`)

  const one = await place(0, 3)
  const two = await place(4, 1)
  await papers.holding(2)
  const [first, second] = [
    await grill.when(({ orderId }) => orderId === one.id),
    await grill.when(({ orderId }) => orderId === two.id),
  ]

  // One of three goes to another table, into an order of its own.
  const toOrderId = uuid()
  const parts = [{ lineId: one.lines[0]?.lineId, quantity: 1 }]
  const splitArgs = { toOrderId, tableId: tables[5]?.id, parts }
  const cid = uuid()
  for (const _ of [1, 2])
    expect(await command(one.id, "splitTo", splitArgs, cid)).toMatchObject({
      status: 200,
      body: { cid, order: { id: one.id, lines: [{ quantity: 2 }] } },
    })
  expect(await read(toOrderId)).toMatchObject({
    ...{ status: "open", table: "6", lines: [{ quantity: 1, status: "heard" }] },
  })
  const part = await grill.when(({ orderId }) => orderId === toOrderId)
  expect(part).toMatchObject({ movedFrom: `1 #${one.number}`, table: "6" })
  const [, , partPaper] = await papers.holding(3)
  expect(partPaper).toContain(`AUTRE TABLE, AVANT 1 #${one.number}`)
  expect(partPaper).toMatch(new RegExp(`1 ?x ${dish}`))

  // All of it joins the order at table 5: the ticket stays, the paper only says where.
  expect(await command(one.id, "mergeInto", { intoOrderId: two.id })).toMatchObject({
    status: 200,
    body: { order: { status: "merged", mergedInto: { orderId: two.id, number: two.number } } },
  })
  const moved = await grill.when(
    ({ ticketId, orderId }) => ticketId === first.ticketId && orderId === two.id,
  )
  expect(moved).toMatchObject({ table: "5", number: two.number, slot: first.slot })
  const [, , , wholePaper] = await papers.holding(4)
  expect(wholePaper).toContain(`AUTRE TABLE, AVANT 1 #${one.number}`)
  expect(wholePaper).not.toContain(dish)
  await screen.command("bumpTicket", { ticketId: first.ticketId })
  expect(await read(two.id)).toMatchObject({
    ...{ covers: 4, lines: [{ counts: { sent: 1 } }, { counts: { ready: 2 } }] },
  })
  expect(second.ticketId).not.toBe(first.ticketId)

  // Bad input, each with a code.
  const refused = async (op: string, args: object) =>
    ((await command(two.id, op, args)).body as { readonly code?: string }).code
  expect(await refused("mergeInto", { intoOrderId: two.id })).toBe("SAME_ORDER")
  expect(await refused("mergeInto", { intoOrderId: one.id })).toBe("ORDER_MERGED")
  expect(await refused("mergeInto", { intoOrderId: uuid() })).toBe("ORDER_UNKNOWN")
  expect(await refused("mergeInto", {})).toBe("VALIDATION_FAILED")
  expect(await refused("splitTo", { toOrderId })).toBe("NOTHING_SELECTED")
  expect(await refused("splitTo", { lineIds: [uuid()] })).toBe("LINE_UNKNOWN")
  expect(await refused("splitTo", { parts: [{ ...parts[0], quantity: -1 }] })).toBe(
    "VALIDATION_FAILED",
  )
  expect(await refused("transferTo", { userId: uuid() })).toBe("USER_UNKNOWN")

  const history = async (id: string) =>
    (
      await api.get<{ items: ReadonlyArray<{ readonly type: string }> }>(
        `/plugins/orders/orders/${id}/history`,
      )
    ).items.map(({ type }) => type)
  expect(await history(one.id)).toEqual(
    expect.arrayContaining(["OrderPlaced@1", "LinesLeft@1", "OrderMerged@1"]),
  )
  expect((await history(toOrderId)).slice(0, 2)).toEqual(["OrderPlaced@1", "LinesJoined@1"])
})

it("[MOVE-5] an order goes to a colleague who works here", async () => {
  const { api, productId } = hub.restaurant()
  const ben = uuid()
  await api.post("/plugins/users/users", {
    ...{ id: ben, username: "ben", password: "a long way to the pass", fullName: "Ben Ito" },
    role: "waiter",
  })
  const order = await api.post<OrderView>("/plugins/orders/orders", {
    ...{ id: uuid(), type: "counter", lines: [{ productId: productId(dish), quantity: 1 }] },
  })
  const give = (userId?: string) =>
    api.send("POST", `/plugins/orders/orders/${order.id}/commands`, {
      ...{ cid: uuid(), op: "transferTo", args: userId === undefined ? {} : { userId } },
    })
  expect(await give(ben)).toMatchObject({ status: 200, body: { order: { server: "Ben Ito" } } })
  expect((await give()).body).not.toMatchObject({ order: { server: "Ben Ito" } })
  await api.send("PATCH", `/plugins/users/users/${ben}`, { disabled: true })
  expect(await give(ben)).toMatchObject({ status: 422, body: { code: "USER_UNKNOWN" } })
})
