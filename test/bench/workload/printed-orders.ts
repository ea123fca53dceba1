import { join } from "node:path"
import { Latencies } from "#test/bench/load/latencies.ts"
import { measured } from "#test/bench/load/measured.ts"
import type { BenchRestaurant } from "#test/bench/side/restaurant.ts"
import { type Rig, type Side, startPrinters } from "#test/bench/side/rig.ts"
import { placeOverRest } from "./placing.ts"
import { watchScreens } from "./watching.ts"

export interface Printed {
  /** Milliseconds from the order until the report that it was printed is stored and told. */
  readonly p50: number
  readonly p99: number
  /** Orders whose paper was never reported, or reported more than once. */
  readonly wrong: number
}

/** The grill's printer of each of these restaurants, switched on. */
export const grillPrinters = (rig: Rig, restaurants: ReadonlyArray<BenchRestaurant>) =>
  startPrinters({
    dataDir: join(rig.dataDir, "printers"),
    hub: { mqttPort: rig.hub.mqttPort, secret: rig.hub.child.ready.secret },
    floor: { mqttPort: rig.floor.mqttPort },
    printers: restaurants.map(({ tenantId, printers }) => {
      const grill = printers.find(({ stations }) => stations.includes("grill"))
      if (grill === undefined) throw new Error("The demo has no grill printer")
      return { tenantId, deviceId: grill.deviceId }
    }),
  })

/**
 * Orders at a steady rate, restaurants in turn, each with one paper.
 *
 * @param counts restaurants whose papers are waited for and measured; the others' printers are dead
 */
export const ordersToPaper = async (
  rig: Rig,
  side: Side,
  rate: number,
  seconds: number,
  counts: (restaurant: BenchRestaurant) => boolean = () => true,
): Promise<Printed> => {
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
    onPlaced: (id, restaurant) => {
      if (counts(restaurant)) sentAt.set(id, performance.now())
    },
  })
  await measured(placing, rate, seconds)
  const until = performance.now() + 5_000
  while (times.size < sentAt.size && performance.now() < until)
    await new Promise((resolve) => setTimeout(resolve, 20))
  placing.close()
  screens.close()
  const twice = [...times.values()].filter((count) => count > 1).length
  return { p50: latencies.p50, p99: latencies.p99, wrong: sentAt.size - times.size + twice }
}
