import { join } from "node:path"
import { Latencies } from "#test/bench/load/latencies.ts"
import { measured, median } from "#test/bench/load/measured.ts"
import type { Outcome } from "#test/bench/report/row.ts"
import { type Rig, type Side, setPrinting, startPrinters } from "#test/bench/side/rig.ts"
import { placeOverRest } from "./placing.ts"
import { watchScreens } from "./watching.ts"

/** Orders a second over all restaurants: one a second for each printer. */
const rate = 20

interface Printed {
  readonly p50: number
  readonly p99: number
  /** Orders whose paper was never reported, or reported more than once. */
  readonly wrong: number
}

/** W3: from the moment an order is sent until the report that it was printed is stored and told. */
export const orderToPaper = async (rig: Rig): Promise<Outcome> => {
  await setPrinting(rig.hub.port, rig.restaurants, true)
  const printers = await startPrinters({
    dataDir: join(rig.dataDir, "printers"),
    hub: { mqttPort: rig.hub.mqttPort, secret: rig.hub.child.ready.secret },
    floor: { mqttPort: rig.floor.mqttPort },
    printers: rig.restaurants.map(({ tenantId, printers }) => {
      const grill = printers.find(({ stations }) => stations.includes("grill"))
      if (grill === undefined) throw new Error("The demo has no grill printer")
      return { tenantId, deviceId: grill.deviceId }
    }),
  })
  const found = { hub: [] as Array<Printed>, floor: [] as Array<Printed> }
  for (let round = -1; round < rig.rounds; round++)
    for (const name of ["floor", "hub"] as const) {
      const printed = await once(rig, rig[name])
      // The first round only warms up.
      if (round >= 0) found[name].push(printed)
    }
  await printers.stop()
  await setPrinting(rig.hub.port, rig.restaurants, false)
  const of = (name: "hub" | "floor", figure: keyof Printed) =>
    median(found[name].map((printed) => printed[figure]))
  const sum = (name: "hub" | "floor") => found[name].reduce((all, { wrong }) => all + wrong, 0)
  const p50 = { hub: of("hub", "p50"), floor: of("floor", "p50") }
  const row = { workload: "W3", unit: "ms" }
  return {
    rows: [
      {
        ...{ ...row, what: `order to printed at ${rate}/s: p50`, ...p50 },
        ...{ target: "≤ 1.3x", met: p50.hub <= 1.3 * p50.floor },
      },
      {
        ...{ ...row, what: `order to printed at ${rate}/s: p99` },
        ...{ hub: of("hub", "p99"), floor: of("floor", "p99") },
      },
      {
        ...{ ...row, unit: "", what: "papers missing or reported twice" },
        ...{ hub: sum("hub"), floor: sum("floor"), target: "0", met: sum("hub") === 0 },
      },
    ],
    raw: found,
  }
}

const once = async (rig: Rig, side: Side): Promise<Printed> => {
  const sentAt = new Map<string, number>()
  const times = new Map<string, number>()
  const latencies = new Latencies()
  const screens = await watchScreens(
    rig,
    side,
    ({ printers }) =>
      `printer/${printers.find(({ stations }) => stations.includes("grill"))?.id ?? ""}`,
    (orderId, text) => {
      const sent = sentAt.get(orderId)
      if (sent === undefined || !text.includes('"state":"printed"')) return
      latencies.add(performance.now() - sent)
      times.set(orderId, (times.get(orderId) ?? 0) + 1)
    },
  )
  const placing = await placeOverRest(rig, side, {
    linesOf: ({ grillLines }) => grillLines,
    more: side.name === "floor" ? ',"print":true' : "",
    onPlaced: (id) => sentAt.set(id, performance.now()),
  })
  await measured(placing, rate, rig.seconds)
  const until = performance.now() + 5_000
  while (times.size < sentAt.size && performance.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 20))
  placing.close()
  screens.close()
  const twice = [...times.values()].filter((count) => count > 1).length
  return { p50: latencies.p50, p99: latencies.p99, wrong: sentAt.size - times.size + twice }
}
