import { join } from "node:path"
import { freePort } from "#sql/server-process.ts"
import type { BenchDevicesOptions } from "#test/bench/bench-devices.ts"
import type { FrameSocket } from "#test/bench/load/frame-socket.ts"
import type { Outcome } from "#test/bench/report/row.ts"
import { startChild } from "#test/bench/side/child.ts"
import { openRestaurants } from "#test/bench/side/restaurant.ts"
import { floorSecret, type Rig, type Side, startHub } from "#test/bench/side/rig.ts"
import { openSocket } from "./placing.ts"

const devices = 2_000
const sockets = 2_000
const tenants = 20
const mib = 1_024 * 1_024

/**
 * W10: one process with 2,000 MQTT devices, each introduced, and 2,000 sockets, each with its restaurant's grill screen
 * open. Both kinds live in other processes; what counts is the hub's resident memory while all of them stand.
 */
export const deviceFleet = async (rig: Rig): Promise<Outcome> => {
  const mqttPort = await freePort()
  const options = {
    databaseUrl: await rig.database.create("bench_fleet"),
    dataDir: join(rig.dataDir, "fleet"),
    mqttPort,
    tenants,
  }
  // As on any day: restaurants were made by another start, and making them is what needs most memory.
  const maker = await startHub(options)
  await maker.stop()
  const hub = await startHub(options)
  const restaurants = await openRestaurants(hub.ready, floorSecret)
  const side: Side = { ...rig.hub, child: hub, port: hub.ready.port, mqttPort }
  const alone = await hub.probe("collect")

  const fleet = await startChild<object>(join(import.meta.dirname, "..", "bench-devices.ts"), {
    mqttPort,
    secret: hub.ready.secret,
    tenants: restaurants.map(({ tenantId }) => tenantId),
    count: devices,
  } satisfies BenchDevicesOptions)
  await pause(3_000)
  const withDevices = await hub.probe("collect")

  const opened: Array<FrameSocket> = []
  for (let n = 0; n < sockets; n += 50)
    opened.push(
      ...(await Promise.all(
        Array.from({ length: 50 }, (_, k) => {
          const restaurant = restaurants[(n + k) % restaurants.length]
          if (restaurant === undefined) throw new Error("There is no restaurant")
          return openSocket(side, side.token(restaurant), [`screen/${restaurant.screenId}`])
        }),
      )),
    )
  await pause(3_000)
  const uncollected = await hub.probe("look")
  const withAll = await hub.probe("collect")
  const standing = await fleet.ask<number>("connected")
  for (const socket of opened) socket.close()
  await fleet.kill()
  await pause(3_000)
  const { ok } = await fetch(`http://127.0.0.1:${side.port}/api/system/ready`)
  await hub.stop()
  const row = { workload: "W10", unit: "MiB" }
  return {
    rows: [
      { ...row, what: `hub of ${tenants} restaurants, resident`, hub: alone.residentBytes / mib },
      { ...row, what: `and ${devices} MQTT devices`, hub: withDevices.residentBytes / mib },
      {
        ...{ ...row, what: `and ${sockets} sockets that watch a screen` },
        ...{ hub: withAll.residentBytes / mib, target: "≤ 400 MiB" },
        met: standing === devices && withAll.residentBytes / mib <= 400,
      },
      { ...row, what: "the same, garbage not collected", hub: uncollected.residentBytes / mib },
      { ...row, what: "heap of all", hub: withAll.heapBytes / mib },
      { ...row, unit: "", what: "devices still connected", hub: standing },
      {
        ...{ ...row, unit: "", what: "serves on after all went at once" },
        ...{ hub: ok ? 1 : 0, target: "1", met: ok },
      },
    ],
    raw: { alone, withDevices, withAll, uncollected, standing },
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
