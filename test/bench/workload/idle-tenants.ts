import { join } from "node:path"
import { freePort } from "#sql/server-process.ts"
import { measured, median } from "#test/bench/load/measured.ts"
import type { Outcome, Row } from "#test/bench/report/row.ts"
import type { Probe } from "#test/bench/side/child.ts"
import { openRestaurants } from "#test/bench/side/restaurant.ts"
import { floorSecret, type Rig, type Side, setPrinting, startHub } from "#test/bench/side/rig.ts"
import { placeOverRest } from "./placing.ts"

const kib = 1_024
/** Orders a second of the one restaurant that works. */
const rate = 50

/**
 * W15: a process of many restaurants, each with all plugins of the project enabled, in which nothing happens; beside it
 * one of a single restaurant, so that what each further one costs is the difference.
 */
export const idleTenants = async (rig: Rig): Promise<Outcome> => {
  const alone = await started(rig, "alone", 1)
  rig.say(`W15: making ${rig.idle} restaurants …`)
  const many = await started(rig, "many", rig.idle)
  rig.say(`W15: ready ${many.ready.toFixed(1)} s after its start`)
  const idle = perTenant(rig, alone.probe, many.probe)
  const p50 = await orderP50(rig, [alone, many])
  const used = perTenant(rig, await afterAll(alone, "instances"), await afterAll(many, "instances"))
  const awake = perTenant(
    rig,
    await afterAll(alone, "restaurants"),
    await afterAll(many, "restaurants"),
  )
  await Promise.all([alone.hub.stop(), many.hub.stop()])
  const row = (what: string, unit: string, hub: number, more: Partial<Row> = {}): Row => ({
    ...{ workload: "W15", what, unit, hub },
    ...more,
  })
  /** Nothing grew: then nothing was measured, and no target is met. */
  const small = (kibOfOne: number): Partial<Row> => ({
    ...{ target: "≤ 64 KiB", met: kibOfOne > 0 && kibOfOne <= 64 },
  })
  return {
    rows: [
      row(`${rig.idle} restaurants: started and ready`, "s", many.ready, {
        ...{ target: "≤ 10 s", met: many.ready <= 10 },
      }),
      row("one restaurant: started and ready", "s", alone.ready),
      row("idle restaurant, heap", "KiB", idle.heap, small(idle.heap)),
      row("idle restaurant, resident", "KiB", idle.resident, small(idle.resident)),
      row("with an instance of every plugin, heap", "KiB", used.heap, small(used.heap)),
      row("and its picture and orders awake, heap", "KiB", awake.heap),
      row(`order at ${rate}/s, one restaurant: p50`, "ms", p50.alone),
      row(`order at ${rate}/s, ${rig.idle - 1} idle beside it: p50`, "ms", p50.many, {
        ...{ target: "≤ 1.1x", met: p50.many <= 1.1 * p50.alone },
      }),
    ],
    raw: { idle, used, awake, p50, ready: { alone: alone.ready, many: many.ready } },
  }
}

interface Started {
  readonly hub: Awaited<ReturnType<typeof startHub>>
  readonly probe: Probe
  /** Seconds from its start until it says that it is ready. */
  readonly ready: number
}

/** Restaurants are made by one process; another one is measured, in which nothing but its start has happened. */
const started = async (rig: Rig, name: string, tenants: number): Promise<Started> => {
  const options = {
    databaseUrl: await rig.database.create(`bench_${name}`),
    dataDir: join(rig.dataDir, name),
    mqttPort: await freePort(),
    tenants,
  }
  const maker = await startHub(options)
  const [first] = await openRestaurants(
    { ...maker.ready, tenants: maker.ready.tenants.slice(0, 1) },
    floorSecret,
  )
  if (first !== undefined) await setPrinting(maker.ready.port, [first], false)
  // As after a day: a restaurant of which the hub has no checkpoint yet is woken by the next start.
  await maker.ask("restaurants")
  await maker.stop()
  const begin = performance.now()
  const hub = await startHub(options)
  const address = `http://127.0.0.1:${hub.ready.port}/api/system/ready`
  while (!(await fetch(address)).ok) await pause(5)
  const ready = (performance.now() - begin) / 1_000
  // What follows a start (restaurants that were busy wake) must be over.
  await pause(3_000)
  return { hub, ready, probe: await hub.probe("collect") }
}

interface Cost {
  readonly heap: number
  readonly resident: number
}

const perTenant = (rig: Rig, alone: Probe, many: Probe): Cost => {
  const each = (one: number, all: number) => (all - one) / kib / Math.max(1, rig.idle - 1)
  return {
    heap: each(alone.heapBytes, many.heapBytes),
    resident: each(alone.residentBytes, many.residentBytes),
  }
}

const afterAll = async ({ hub }: Started, what: string): Promise<Probe> => {
  await hub.ask(what)
  await pause(1_000)
  return hub.probe("collect")
}

const orderP50 = async (rig: Rig, hubs: readonly [Started, Started]) => {
  const sides = await Promise.all(
    hubs.map(async ({ hub }) => {
      const restaurants = await openRestaurants(
        { ...hub.ready, tenants: hub.ready.tenants.slice(0, 1) },
        floorSecret,
      )
      const side: Side = { ...rig.hub, port: hub.ready.port, child: hub }
      return placeOverRest({ ...rig, restaurants }, side)
    }),
  )
  const found: [number[], number[]] = [[], []]
  for (let round = -1; round < rig.rounds; round++)
    for (const [n, placing] of sides.entries()) {
      const run = await measured(placing, rate, rig.seconds)
      // The first round only warms up.
      if (round >= 0) found[n]?.push(run.latencies.p50)
    }
  for (const placing of sides) placing.close()
  return { alone: median(found[0]), many: median(found[1]) }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
