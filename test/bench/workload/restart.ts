import { join } from "node:path"
import { freePort } from "#sql/server-process.ts"
import type { BenchHubOptions } from "#test/bench/bench-hub.ts"
import type { Outcome, Row } from "#test/bench/report/row.ts"
import { hubApi, openRestaurants } from "#test/bench/side/restaurant.ts"
import { floorSecret, type Rig, type Side, setPrinting, startHub } from "#test/bench/side/rig.ts"
import { openSocket } from "./placing.ts"

const each = 1_000
/** The last restaurant is a large one, asked for apart. */
const large = 10_000

/** W7: a hub that was killed with many open orders, from its start until the screens are right again. */
export const restart = async (rig: Rig): Promise<Outcome> => {
  const tenants = rig.restarted
  const openOrders = [...Array.from({ length: tenants }, () => each), large]
  const options = {
    databaseUrl: await rig.database.create("bench_restart"),
    dataDir: join(rig.dataDir, "restart"),
    mqttPort: await freePort(),
    tenants: openOrders.length,
  }
  rig.say(`W7: placing ${tenants * each + large} orders …`)
  await withoutPrinters(options)
  const filled = await startHub({ ...options, openOrders })
  const views = await grillViews(filled.ready.port, filled.ready.tenants, filled.ready.password)
  await filled.kill()
  rig.say("W7: killed; starting again …")

  const begin = performance.now()
  const since = () => (performance.now() - begin) / 1000
  const hub = await startHub(options)
  const listening = since()
  const side: Side = { ...rig.hub, port: hub.ready.port, child: hub }
  const shownOf = async (n: number) => {
    const view = views[n]
    if (view === undefined) throw new Error("There is no such restaurant")
    return snapshotSize(side, view.token, view.name)
  }
  let wrong = 0
  const check = (shown: number, expected: number) => {
    wrong += Math.abs(shown - expected)
  }
  check(await shownOf(0), each)
  const first = since()
  for (let from = 1; from < tenants; from += 10)
    for (const shown of await Promise.all(
      Array.from({ length: Math.min(10, tenants - from) }, (_, n) => shownOf(from + n)),
    ))
      check(shown, each)
  const all = since()
  rig.say(
    `W7: listening ${listening.toFixed(1)} s, first ${first.toFixed(1)} s, all ${all.toFixed(1)} s`,
  )
  const largeBegin = since()
  check(await shownOf(tenants), large)
  const largeTook = since() - largeBegin
  await hub.stop()
  const row = (what: string, seconds: number): Row => ({
    ...{ workload: "W7", what, unit: "s", hub: seconds },
  })
  return {
    rows: [
      row(`killed with ${tenants * each + large} open orders: listening again`, listening),
      { ...row("first screen right", first), target: "≤ 1 s", met: first <= 1 && wrong === 0 },
      {
        ...row(`all ${tenants} screens of ${each} tickets right`, all),
        target: "≤ 5 s",
        met: all <= 5 && wrong === 0,
      },
      row(`then one screen of ${large} tickets`, largeTook),
      { ...row("tickets missing or too many", wrong), unit: "", target: "0", met: wrong === 0 },
    ],
    raw: { listening, first, all, largeTook, wrong },
  }
}

/** Jobs that no printer takes would be another question. */
const withoutPrinters = async (options: BenchHubOptions): Promise<void> => {
  const hub = await startHub(options)
  await setPrinting(hub.ready.port, await openRestaurants(hub.ready, floorSecret), false)
  await hub.stop()
}

const grillViews = async (
  port: number,
  tenants: ReadonlyArray<{ readonly slug: string }>,
  password: string,
) => {
  const views: Array<{ readonly token: string; readonly name: string }> = []
  for (const { slug } of tenants) {
    const { accessToken } = await hubApi<{ accessToken: string }>(port, "/auth/login", {
      method: "POST",
      body: { tenant: slug, username: "owner", password },
    })
    const screens = await hubApi<{
      readonly items: ReadonlyArray<{ id: string; stations: ReadonlyArray<string> }>
    }>(port, "/plugins/kds/screens?size=200", { token: accessToken })
    const screen = screens.items.find(({ stations }) => stations.includes("grill"))
    views.push({ token: accessToken, name: `screen/${screen?.id}` })
  }
  return views
}

/** How many different orders a fresh subscriber of the view is shown. */
const snapshotSize = async (side: Side, token: string, view: string): Promise<number> => {
  const socket = await openSocket(side, token)
  const text = await new Promise<string>((resolve, reject) => {
    socket.onText = (frame) => {
      if (frame.startsWith('{"t":"snapshot"')) resolve(frame)
      if (frame.startsWith('{"t":"nack"') || frame.startsWith('{"t":"bye"'))
        reject(new Error(frame))
    }
    socket.send(JSON.stringify({ t: "subscribe", views: [{ view }] }))
  })
  socket.close()
  const { items } = JSON.parse(text) as {
    readonly items: ReadonlyArray<{ readonly v: { readonly orderId: string } }>
  }
  return new Set(items.map(({ v }) => v.orderId)).size
}
