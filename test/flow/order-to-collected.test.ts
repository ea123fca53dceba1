import { v7 as uuid } from "uuid"
import { describe, expect, it } from "vitest"
import type { OrderView } from "#core/kitchen/order-view.ts"
import type { TicketView } from "#core/kitchen/ticket.ts"
import { printerShelf } from "#test/support/paper-tray.ts"
import { runningHub } from "#test/support/running-hub.ts"
import { showView } from "#test/support/shown-view.ts"
import { staff, wires } from "#test/support/staff.ts"

const hub = runningHub()
const { connect } = staff()
const plugIn = printerShelf()

describe.each(wires)("an order's way, with screens and handhelds over %s", (wire) => {
  const kitchen = (station: string) => {
    const { screenOf } = hub.restaurant()
    const screen = connect(hub.signIn(), "kds", `${wire}-${station}`, wire)
    const shown = showView<TicketView>(screen, screenOf(station), ({ seq, live }) => {
      if (live) screen.seen(screenOf(station), seq)
    })
    return { screen, shown }
  }
  const tray = async (station: string) => {
    const { tenantId, printerOf } = hub.restaurant()
    const printer = printerOf(station)
    const secret = hub.deviceSecret(tenantId, printer.deviceId)
    const papers = await plugIn({ mqttUrl: hub.mqttUrl(), tenantId, secret, printer })
    papers.clear()
    return papers
  }

  it("[FLOW-1] ordered, heard, shown, on paper, cooked, handed over, collected, closed", async () => {
    const { api, productId, tables } = hub.restaurant()
    const grill = kitchen("grill")
    const waiter = connect(hub.signIn(), "handheld", `${wire}-waiter`, wire)
    const papers = await tray("grill")
    const id = uuid()
    const heard = await api.post<OrderView>("/plugins/orders/orders", {
      id,
      type: "dineIn",
      tableId: tables[0]?.id,
      lines: [{ productId: productId("OS MOELLE"), quantity: 2, note: "sans sel" }],
      send: true,
    })
    const order = showView<OrderView>(waiter, `order/${id}`)
    const ticket = await grill.shown.when(({ orderId }) => orderId === id)
    expect(ticket).toMatchObject({ status: "fired", number: heard.number, table: "1" })
    expect(ticket.lines).toMatchObject([
      { names: { kitchen: "OS MOELLE" }, quantity: 2, note: "sans sel" },
    ])
    await order.when(({ lines }) => lines[0]?.status === "shown")

    const [paper] = await papers.holding(1)
    expect(paper).toMatch(/TABLE 1\b/)
    expect(paper).toContain(heard.number)
    expect(paper).toMatch(/2 ?x OS MOELLE/)
    expect(paper).toContain("sans sel")

    await grill.screen.command("readyLines", { ticketId: ticket.ticketId })
    await order.when(({ lines }) => lines[0]?.status === "ready")
    await grill.screen.command("bumpTicket", { ticketId: ticket.ticketId })
    await grill.shown.when(
      ({ ticketId, status }) => ticketId === ticket.ticketId && status === "bumped",
    )
    await waiter.command("serveLines", { orderId: id, lineIds: [ticket.lines[0]?.lineId] })
    await waiter.command("close", { orderId: id })
    await order.when(({ status }) => status === "closed")
    await grill.shown.without(({ orderId }) => orderId === id)
    expect((await api.get<OrderView>(`/plugins/orders/orders/${id}`)).lines[0]?.counts.served).toBe(
      2,
    )
  })

  it("[MOVE-1] [MOVE-2] [MOVE-3] its guests sit elsewhere: relabelled in place, one paper, cooked once", async () => {
    const { api, productId, tables } = hub.restaurant()
    const grill = kitchen("grill")
    const waiter = connect(hub.signIn(), "handheld", `${wire}-waiter-3`, wire)
    const floor = showView<{ orders?: ReadonlyArray<{ orderId: string }>; name: string }>(
      waiter,
      "floor",
    )
    const papers = await tray("grill")
    const id = uuid()
    await waiter.command("placeOrder", {
      id,
      type: "dineIn",
      tableId: tables[2]?.id,
      lines: [{ productId: productId("OS MOELLE"), quantity: 2 }],
    })
    const before = await grill.shown.when(({ orderId }) => orderId === id)
    await papers.holding(1)
    await waiter.command("moveTable", { orderId: id, tableId: tables[4]?.id })
    const after = await grill.shown.when(({ orderId, table }) => orderId === id && table === "5")
    expect(after).toMatchObject({
      ticketId: before.ticketId,
      movedFrom: "3",
      lines: before.lines,
      slot: before.slot,
    })
    await floor.when(
      ({ name, orders }) => name === "5" && orders?.some(({ orderId }) => orderId === id) === true,
    )
    const [, paper] = await papers.holding(2)
    expect(paper).toMatch(/TABLE 5\b/)
    expect(paper).toContain("AUTRE TABLE, AVANT 3")
    expect(paper).not.toContain("OS MOELLE")

    // By REST, twice under one cid, and to a table that nobody has.
    const command = (cid: string, tableId: string | undefined) =>
      api.send("POST", `/plugins/orders/orders/${id}/commands`, {
        cid,
        op: "moveTable",
        args: { tableId },
      })
    const cid = uuid()
    for (const _ of [1, 2])
      expect(await command(cid, tables[5]?.id)).toMatchObject({
        status: 200,
        body: { order: { tableId: tables[5]?.id, table: "6" } },
      })
    expect(await command(uuid(), uuid())).toMatchObject({
      status: 422,
      body: { code: "TABLE_UNKNOWN" },
    })
    await papers.holding(3)
    const { items } = await api.get<{ items: ReadonlyArray<{ type: string }> }>(
      `/plugins/orders/orders/${id}/history`,
    )
    expect(items.filter(({ type }) => type === "OrderMoved@1")).toHaveLength(2)
    expect(
      await api.send("POST", `/plugins/orders/orders/${id}/commands`, {
        cid: uuid(),
        op: "setPromise",
        args: { promisedAt: "2030-01-01T20:00:00+01:00" },
      }),
    ).toMatchObject({ body: { order: { promisedAt: "2030-01-01T19:00:00.000Z" } } })
    await waiter.command("cancel", { orderId: id })
  })

  it("[FLOW-2] a held course waits on the screen without paper until it is fired", async () => {
    const { productId } = hub.restaurant()
    const cold = kitchen("cold")
    const waiter = connect(hub.signIn(), "handheld", `${wire}-waiter-2`, wire)
    const papers = await tray("cold")
    const id = uuid()
    await waiter.command("placeOrder", {
      id,
      type: "counter",
      lines: [
        { productId: productId("NICOISE"), quantity: 1, course: 1 },
        { productId: productId("TATIN"), quantity: 1, course: 3, hold: true },
      ],
    })
    const held = await cold.shown.when(({ orderId, course }) => orderId === id && course === 3)
    expect(held.status).toBe("held")
    expect((await papers.holding(1))[0]).not.toContain("TATIN")
    await waiter.command("fireCourse", { orderId: id, course: 3 })
    await cold.shown.when(
      ({ ticketId, status }) => ticketId === held.ticketId && status === "fired",
    )
    const all = await papers.holding(2)
    expect(all.at(-1)).toMatch(/1 ?x TATIN/)
    expect(all.at(-1)).not.toContain("NICOISE")
  })

  it("[FLOW-3] a change after firing prints the difference alone and shows what was", async () => {
    const { productId } = hub.restaurant()
    const fry = kitchen("fry")
    const papers = await tray("fry")
    const waiter = connect(hub.signIn(), "handheld", `${wire}-waiter-3`, wire)
    const id = uuid()
    const lineId = uuid()
    await waiter.command("placeOrder", {
      id,
      type: "counter",
      lines: [
        { id: lineId, productId: productId("FRITES"), quantity: 3 },
        { productId: productId("FISH CHIPS"), quantity: 1 },
      ],
    })
    const ticket = await fry.shown.when(({ orderId }) => orderId === id)
    await papers.holding(1)
    await waiter.command("changeLine", { orderId: id, lineId, note: "sans sel" })
    const changed = await fry.shown.when(
      ({ ticketId, lines }) =>
        ticketId === ticket.ticketId && lines.some(({ change }) => change !== undefined),
    )
    expect(changed.lines.find((line) => line.lineId === lineId)).toMatchObject({
      note: "sans sel",
      change: { was: expect.stringContaining("Frites maison"), ack: false },
    })
    const amendment = (await papers.holding(2)).at(-1)
    expect(amendment).toMatch(/AMEND|MODIF/)
    expect(amendment).toContain("sans sel")
    expect(amendment).not.toContain("FISH CHIPS")
    await fry.screen.command("acknowledgeChange", { ticketId: ticket.ticketId, lineIds: [lineId] })
    await fry.shown.when(
      ({ ticketId, lines }) =>
        ticketId === ticket.ticketId && lines.every(({ change }) => change?.ack !== false),
    )
  })

  it("[FLOW-4] a recalled ticket comes back with what the bump took, and nothing is printed", async () => {
    const { productId } = hub.restaurant()
    const bar = kitchen("bar")
    const waiter = connect(hub.signIn(), "handheld", `${wire}-waiter-4`, wire)
    const papers = await tray("bar")
    const id = uuid()
    await waiter.command("placeOrder", {
      id,
      type: "counter",
      lines: [{ productId: productId("EXPRESSO"), quantity: 2 }],
    })
    const ticket = await bar.shown.when(({ orderId }) => orderId === id)
    await papers.holding(1)
    await bar.screen.command("bumpTicket", { ticketId: ticket.ticketId })
    await bar.shown.when(
      ({ ticketId, status }) => ticketId === ticket.ticketId && status === "bumped",
    )
    await bar.screen.command("recallTicket", { ticketId: ticket.ticketId })
    const back = await bar.shown.when(
      ({ ticketId, status }) => ticketId === ticket.ticketId && status !== "bumped",
    )
    expect(back).toMatchObject({ recalls: 1, lines: [{ quantity: 2, ready: 0 }] })
    expect(papers.papers()).toHaveLength(1)
  })

  it("[FLOW-17] a ticket names its order, whatever is asked of it", async () => {
    const { productId } = hub.restaurant()
    const bar = kitchen("bar")
    const waiter = connect(hub.signIn(), "handheld", `${wire}-waiter-5`, wire)
    const id = uuid()
    const lineId = uuid()
    const lines = [{ id: lineId, productId: productId("SPRITZ"), quantity: 2 }]
    await waiter.command("placeOrder", { id, type: "counter", lines })
    const { ticketId } = await bar.shown.when(({ orderId }) => orderId === id)
    await waiter.command("rush", { ticketId })
    await waiter.command("voidLine", { ticketId, lineId, quantity: 1 })
    await bar.screen.command("readyLines", { ticketId, lineIds: [lineId] })
    const { result } = await waiter.command("close", { ticketId })
    expect(result).toMatchObject({ id, status: "closed", priority: 1, lines: [{ quantity: 1 }] })
  })
})
