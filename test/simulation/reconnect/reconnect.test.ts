import { expect, it } from "vitest"
import type { TenantId } from "#core/kitchen/ids.ts"
import { deviceToken } from "#devices/simulators/service-sign-in.ts"
import { readStoredLog } from "#test/simulation/check/stored-log.ts"
import { runningHub } from "#test/support/running-hub.ts"
import { wrongFloor } from "./floor-right.ts"
import { Inspector } from "./inspector.ts"
import { reconnectRun } from "./reconnect-run.ts"
import type { Restaurant } from "./restaurant.ts"
import { ViewHistory } from "./view-history.ts"

const hub = runningHub(["bistro"])
const seed = 20_261_129

const house = (): Restaurant => {
  const { tenantId, screens, tables, api } = hub.restaurant()
  const { url, tenant, password } = hub.signIn()
  return {
    url,
    tenantId: tenantId as TenantId,
    screens,
    tables,
    token: api.token,
    tokenOf: (kind, id) =>
      deviceToken({ api: `${url}/api`, tenant, password }, { id, kind, name: id }),
    storedLog: () => readStoredLog(hub.database.admin(), tenantId as TenantId),
  }
}
const options = { seed, handhelds: 8, screens: 6, say: () => undefined }

it("[RECON-1] [RECON-2] [RECON-3] [RECON-4] devices on a bad network show what the log says and lose nothing", async () => {
  const run = await reconnectRun(house(), { ...options, reconnects: 20, ignoresGaps: false })
  expect(run.violations, `seed ${seed}`).toEqual([])
  expect(run.reconnects).toBeGreaterThanOrEqual(20)
  expect(run.heard).toBeGreaterThan(0)
}, 60_000)

it("[RECON-5] a client that ignores what it missed is caught", async () => {
  const run = await reconnectRun(house(), { ...options, reconnects: 200, ignoresGaps: true })
  expect(run.violations.join()).toContain("shows another")
}, 60_000)

const history = () => {
  const view = new ViewHistory("floor")
  const text = "a long table"
  view.apply({
    t: "snapshot",
    view: "floor",
    epoch: "e",
    seq: 3,
    items: [{ id: "a", rev: 1, v: text }],
  })
  for (const seq of [4, 5]) view.apply({ t: "ev", view: "floor", seq, id: "b", rev: 1, v: null })
  return view
}

it("[RECON-5] a frame that says more than it must is seen, and a number that was left out", () => {
  const view = history()
  const inspector = new Inspector({
    history: () => view,
    wrong: [],
    onChange: () => undefined,
    close: () => undefined,
  })
  const sent = (length: number, cursor: { readonly epoch?: string; readonly seq?: number }) =>
    inspector.sent({
      device: "d",
      view: "floor",
      cursor,
      frame: { t: "snapshot", view: "floor", epoch: "e", seq: 5, items: [] },
      length,
    })
  const whole = `{"t":"snapshot","view":"floor","epoch":"e","seq":5,"items":[{"id":"a","rev":1,"v":"a long table"}]}`
  sent(whole.length, {})
  const resumed = `{"t":"resumed","view":"floor","epoch":"e","from":5,"seq":5,"events":[]}`
  sent(resumed.length, { epoch: "e", seq: 5 })
  expect(inspector.violations()).toEqual([])
  sent(whole.length, { epoch: "e", seq: 5 })
  expect(inspector.violations()).toHaveLength(1)
  expect(view.apply({ t: "ev", view: "floor", seq: 7, id: "b", rev: 1, v: 1 })).toContain("5 to 7")
})

it("[RECON-5] a picture that is not the hub's is seen, and a floor that is not the log's", () => {
  const view = history()
  const inspector = new Inspector({
    history: () => view,
    wrong: [],
    onChange: () => undefined,
    close: () => undefined,
  })
  const shown = (items: ReadonlyMap<string, unknown>) =>
    inspector.shown({ device: "d", view: "floor", epoch: "e", seq: 5, items })
  shown(new Map([["a", "a long table"]]))
  expect(inspector.violations()).toEqual([])
  shown(new Map([["a", "a short table"]]))
  expect(inspector.violations().join()).toContain("shows another floor at 5")
  const order = { id: "o", rev: 3, number: "1", status: "open" } as never
  const floor = (rev: number) =>
    new Map([["t", { type: "table", orders: [{ orderId: "o", rev, number: "1" }] }]])
  expect([...wrongFloor(floor(3), new Map([["o", order]]))]).toEqual([])
  expect([...wrongFloor(floor(2), new Map([["o", order]]))]).toHaveLength(1)
  expect([...wrongFloor(floor(3), new Map())]).toHaveLength(1)
})
