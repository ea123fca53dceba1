import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { v7 as uuid } from "uuid"
import { afterAll, beforeAll, expect, it } from "vitest"
import type { OrderView } from "#core/kitchen/order-view.ts"
import type { TicketView } from "#core/kitchen/ticket.ts"
import { hubApi, ownerToken, type Page } from "#test/support/hub-api.ts"
import { type HubProcess, startHub } from "#test/support/hub-process.ts"
import { type OpenRestaurant, openRestaurant } from "#test/support/open-restaurant.ts"
import { printerShelf } from "#test/support/paper-tray.ts"
import { showView } from "#test/support/shown-view.ts"
import { staff } from "#test/support/staff.ts"

const { connect } = staff()
const plugIn = printerShelf()
let dataDir: string
let hub: HubProcess
let restaurant: OpenRestaurant

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "heard-killed-"))
  hub = await startHub(dataDir)
  await hub.ready()
  const token = ownerToken(hub.url, hub.tenant, hub.password)
  restaurant = await openRestaurant(hub.tenant, hubApi(hub.url, token))
})
afterAll(async () => {
  await hub.stop()
  await rm(dataDir, { recursive: true, force: true })
})

const plugInGrill = () => {
  const { tenantId } = restaurant
  const printer = restaurant.printerOf("grill")
  const secret = hub.deviceSecret(tenantId, printer.deviceId)
  return plugIn({ mqttUrl: hub.mqttUrl, tenantId, secret, printer })
}

const marrow = (id: string) => ({
  id,
  type: "counter",
  lines: [{ productId: restaurant.productId("OS MOELLE"), quantity: 1 }],
})

const jobsOfOrders = async (ids: ReadonlyArray<string>) => {
  const { items } = await restaurant.api.get<
    Page<{ readonly orderId: string; readonly state: string; readonly copyOf?: string }>
  >("/plugins/printer/jobs?size=200")
  return items.filter(({ orderId }) => ids.includes(orderId))
}

it("[FLOW-5] kill -9 of hub and database in the middle: nothing is missing, nothing is printed again", async () => {
  const view = restaurant.screenOf("grill")
  const screen = connect(hub, "kds", "killed-grill")
  const shown = showView<TicketView>(screen, view)
  const waiter = connect(hub, "handheld", "killed-waiter")
  const papers = await plugInGrill()
  const ids = Array.from({ length: 6 }, () => uuid())
  const early = ids.slice(0, 3)
  for (const id of early) await waiter.command("placeOrder", marrow(id))
  await papers.holding(3)
  const first = await shown.when(({ orderId }) => orderId === early[0])
  await screen.command("startLines", { ticketId: first.ticketId })

  // Asked while it dies: the handheld keeps asking until it is heard.
  const late = ids.slice(3).map((id) => waiter.command("placeOrder", marrow(id)))
  hub.kill()
  hub.killPostgres()
  await Promise.all(late)
  await hub.ready()

  for (const id of ids) {
    const order = await restaurant.api.get<OrderView>(`/plugins/orders/orders/${id}`)
    expect(order.lines[0]?.counts).toMatchObject(
      id === early[0] ? { started: 1, sent: 0 } : { started: 0, sent: 1 },
    )
    await shown.when(({ orderId }) => orderId === id)
  }
  const fresh = showView<TicketView>(connect(hub, "kds", "killed-new-grill"), view)
  await fresh.when(({ orderId }) => orderId === ids[5])
  const byId = (a: TicketView, b: TicketView) => (a.ticketId < b.ticketId ? -1 : 1)
  expect([...shown.items()].sort(byId)).toEqual([...fresh.items()].sort(byId))

  await expect
    .poll(async () => (await jobsOfOrders(ids)).filter(({ state }) => state === "printed").length, {
      timeout: 20_000,
      interval: 100,
    })
    .toBe(6)
  expect(await jobsOfOrders(ids)).toHaveLength(6)
  expect(papers.papers()).toHaveLength(6)
}, 120_000)

it("[FLOW-6] a repeat after the crash gets the first answer, under every cid", async () => {
  const waiter = connect(hub, "handheld", "killed-repeater")
  const id = uuid()
  const [placing, cid] = [uuid(), uuid()]
  const placed = await waiter.command("placeOrder", marrow(id), { cid: placing })
  const first = await waiter.command("rush", { orderId: id }, { cid })
  await waiter.command("voidLine", { orderId: id, lineId: lineOf(placed.result), quantity: 1 })
  hub.kill()
  const again = await waiter.command("rush", { orderId: id }, { cid })
  expect(again.rev).toBe(first.rev)
  const other = waiter.command("placeOrder", marrow(uuid()), { cid: placing })
  await expect(other).rejects.toMatchObject({ code: "IDEMPOTENCY_MISMATCH" })
  const { rev } = await restaurant.api.post<OrderView>("/plugins/orders/orders", marrow(id))
  expect(rev).toBe(placed.rev)
  const { total } = await restaurant.api.get<Page<unknown>>(`/plugins/orders/orders/${id}/history`)
  expect(total).toBe((first.rev ?? 0) + 1)
})

const lineOf = (order: unknown): string | undefined => (order as OrderView).lines[0]?.lineId
