import { median } from "#test/bench/load/measured.ts"
import type { Outcome } from "#test/bench/report/row.ts"
import { type Rig, setPrinting } from "#test/bench/side/rig.ts"
import { grillPrinters, ordersToPaper, type Printed } from "./printed-orders.ts"

/** Orders a second over all restaurants: one a second for each printer. */
const rate = 20

/** W3: from the moment an order is sent until the report that it was printed is stored and told. */
export const orderToPaper = async (rig: Rig): Promise<Outcome> => {
  await setPrinting(rig.hub.port, rig.restaurants, true)
  const printers = await grillPrinters(rig, rig.restaurants)
  const found = { hub: [] as Array<Printed>, floor: [] as Array<Printed> }
  for (let round = -1; round < rig.rounds; round++)
    for (const name of ["floor", "hub"] as const) {
      const printed = await ordersToPaper(rig, rig[name], rate, rig.seconds)
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
