import type { Outcome } from "#test/bench/report/row.ts"
import type { BenchRestaurant } from "#test/bench/side/restaurant.ts"
import { type Rig, setPrinting } from "#test/bench/side/rig.ts"
import { grillPrinters, ordersToPaper, type Printed } from "./printed-orders.ts"

const papers = 5_000
const printers = 50
const dead = 5
/** Orders a second over all printers: four a second for each, more than any kitchen has. */
const rate = 200

/** W17: 5,000 papers on 50 printers, without dead ones and while five are dead. The hub is compared with itself. */
export const deadPrinters = async (rig: Rig): Promise<Outcome> => {
  if (rig.restaurants.length < printers)
    throw new Error(`W17 needs ${printers} restaurants: --tenants ${printers}`)
  await setPrinting(rig.hub.port, rig.restaurants, true)
  const alive = new Set(rig.restaurants.slice(0, printers - dead))
  const isAlive = (restaurant: BenchRestaurant) => alive.has(restaurant)
  const during = async (running: ReadonlyArray<BenchRestaurant>): Promise<Printed> => {
    const machines = await grillPrinters(rig, running)
    await ordersToPaper(rig, rig.hub, rate, 2, isAlive)
    const printed = await ordersToPaper(rig, rig.hub, rate, papers / rate, isAlive)
    await machines.stop()
    return printed
  }
  const all = await during(rig.restaurants)
  const some = await during([...alive])
  await setPrinting(rig.hub.port, rig.restaurants, false)
  const row = { workload: "W17", unit: "ms" }
  return {
    rows: [
      {
        ...row,
        what: `healthy printers, ${dead} of ${printers} dead: p50`,
        hub: some.p50,
        floor: all.p50,
      },
      {
        ...{ ...row, what: `healthy printers, ${dead} of ${printers} dead: p99`, hub: some.p99 },
        ...{ floor: all.p99, target: "≤ 1.2x", met: some.p99 <= 1.2 * all.p99 },
      },
      {
        ...{ ...row, unit: "", what: "their papers missing or reported twice" },
        ...{ hub: some.wrong, floor: all.wrong, target: "0", met: some.wrong === 0 },
      },
    ],
    raw: { all, some },
  }
}
