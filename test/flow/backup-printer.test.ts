import { v7 as uuid } from "uuid"
import { expect, it, onTestFinished } from "vitest"
import { connectHub } from "#core/client/hub-client.ts"
import type { OrderView } from "#core/kitchen/order-view.ts"
import { ownerToken } from "#test/support/hub-api.ts"
import { printerShelf } from "#test/support/paper-tray.ts"
import { runningHub } from "#test/support/running-hub.ts"
import { showView } from "#test/support/shown-view.ts"

const hub = runningHub()
const plugIn = printerShelf()

interface PrinterStatus {
  readonly type: string
  readonly device?: string
  readonly trouble?: { readonly cause: string; readonly backup?: { readonly name: string } }
}
interface FloorAlarm {
  readonly type: string
  readonly name?: string
  readonly cause?: string
}

const tray = async (station: string) => {
  const { tenantId, printerOf } = hub.restaurant()
  const printer = printerOf(station)
  const secret = hub.deviceSecret(tenantId, printer.deviceId)
  return plugIn({ mqttUrl: hub.mqttUrl(), tenantId, secret, printer })
}

const orderMarrow = async (count: number): Promise<ReadonlyArray<string>> => {
  const { api, productId } = hub.restaurant()
  const numbers: Array<string> = []
  for (let n = 0; n < count; n += 1) {
    const { number } = await api.post<OrderView>("/plugins/orders/orders", {
      ...{ id: uuid(), type: "counter", send: true },
      lines: [{ productId: productId("OS MOELLE"), quantity: 1 }],
    })
    numbers.push(number)
  }
  return numbers
}

const headed = /^\s*(BACKUP FROM|SECOURS DE) GRILL/

it("[FLOW-30] paper is pulled in the middle of a rush, and put back", async () => {
  const { printerOf, api } = hub.restaurant()
  const [grill, kitchen] = [await tray("grill"), await tray("cold")]
  const { url, tenant, password } = hub.signIn()
  const manager = connectHub({ url, token: ownerToken(url, tenant, password) })
  onTestFinished(() => manager.close())
  const status = (station: string) =>
    showView<PrinterStatus>(manager, `printer/${printerOf(station).id}`)
  const floor = showView<FloorAlarm>(manager, "floor")
  const [atGrill, atKitchen] = [status("grill"), status("cold")]
  for (const view of [atGrill, atKitchen]) await view.when(({ device }) => device === "ready")

  // The grill is slow: some tickets wait when the paper ends.
  await grill.apply({ bytesPerSecond: 4_000 })
  const before = await orderMarrow(4)
  await grill.holding(1)
  const pulled = performance.now()
  await grill.apply({ paper: "out" })
  const { trouble } = await atGrill.when((item) => item.trouble?.cause === "paper_out")
  const alarm = await floor.when(({ type }) => type === "alarm")
  const [first] = await kitchen.holding(1)
  const took = performance.now() - pulled
  expect(trouble?.backup?.name).toBe("Froid et friture")
  expect(alarm).toMatchObject({ name: "Grill", cause: "paper_out" })
  expect(first).toMatch(headed)
  expect(took).toBeLessThan(2_000)

  const during = await orderMarrow(3)
  const moved = await kitchen.holding(before.length - 2 + during.length)
  for (const paper of moved) expect(paper).toMatch(headed)

  await grill.apply({ paper: "ok", bytesPerSecond: null })
  await atGrill.when((item) => item.device === "ready" && item.trouble === undefined)
  await floor.without(({ type }) => type === "alarm")
  const after = await orderMarrow(1)
  await expect
    .poll(async () => {
      const { total } = await api.get<{ total: number }>(
        "/plugins/printer/jobs?state=printed&size=1",
      )
      return total
    })
    .toBe(before.length + during.length + after.length)
  const papers = [...grill.papers(), ...kitchen.papers()]
  for (const number of [...before, ...during, ...after])
    expect(papers.filter((paper) => new RegExp(`#${number}\\b`).test(paper))).toHaveLength(1)
  expect(grill.papers().some((paper) => headed.test(paper))).toBe(false)
  expect(grill.papers().at(-1)).toContain(`#${after[0]}`)
})
