import { median } from "#test/bench/load/measured.ts"
import type { Outcome } from "#test/bench/report/row.ts"
import type { BenchRestaurant } from "#test/bench/side/restaurant.ts"
import { type Rig, setPrinting } from "#test/bench/side/rig.ts"
import { grillPrinters, ordersToPaper, type Printed } from "./printed-orders.ts"

const papers = 5_000
const printers = 50
const dead = 5
/** Orders a second over all printers: four a second for each, more than any kitchen has. */
const rate = 200

/** What waited for the dead ones comes out first when they are back. */
const warmUpSeconds = 4

/**
 * W17: 5,000 papers on 50 printers, without dead ones and while five are dead. The hub is compared with itself, in turns:
 * what else the machine does would tell against whichever came second.
 */
export const deadPrinters = async (rig: Rig): Promise<Outcome> => {
  if (rig.restaurants.length < printers)
    throw new Error(`W17 needs ${printers} restaurants: --tenants ${printers}`)
  await setPrinting(rig.hub.port, rig.restaurants, true)
  const alive = new Set(rig.restaurants.slice(0, printers - dead))
  const isAlive = (restaurant: BenchRestaurant) => alive.has(restaurant)
  const during = async (running: ReadonlyArray<BenchRestaurant>): Promise<Printed> => {
    const machines = await grillPrinters(rig, running)
    await ordersToPaper(rig, rig.hub, rate, warmUpSeconds, isAlive)
    const seconds = papers / rate / rig.rounds
    const printed = await ordersToPaper(rig, rig.hub, rate, seconds, isAlive)
    await machines.stop()
    return printed
  }
  const rounds = { all: [] as Array<Printed>, some: [] as Array<Printed> }
  for (let round = 0; round < rig.rounds; round++) {
    rounds.all.push(await during(rig.restaurants))
    rounds.some.push(await during([...alive]))
  }
  const of = (which: "all" | "some"): Printed => ({
    p50: median(rounds[which].map(({ p50 }) => p50)),
    p99: median(rounds[which].map(({ p99 }) => p99)),
    wrong: rounds[which].reduce((sum, { wrong }) => sum + wrong, 0),
  })
  const [all, some] = [of("all"), of("some")]
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
    raw: rounds,
  }
}
