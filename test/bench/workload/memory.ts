import { join } from "node:path"
import { freePort } from "#sql/server-process.ts"
import { openLoop } from "#test/bench/load/open-loop.ts"
import type { Outcome } from "#test/bench/report/row.ts"
import { openRestaurants } from "#test/bench/side/restaurant.ts"
import {
  floorSecret,
  type Rig,
  type Side,
  setPrinting,
  startFloor,
  startHub,
} from "#test/bench/side/rig.ts"
import { openSocket, placeOverRest } from "./placing.ts"

const sockets = 4_000
const openOrders = 4_000
const kib = 1_024

/**
 * W8: what an idle socket and an open order cost in memory, after a garbage collection. Both servers are fresh ones: in
 * a process that has been larger before, resident memory does not grow, and says nothing.
 */
export const memory = async (rig: Rig): Promise<Outcome> => {
  const fresh = {
    hub: await startHub({
      databaseUrl: await rig.database.create("bench_memory"),
      dataDir: join(rig.dataDir, "memory"),
      mqttPort: await freePort(),
      tenants: 4,
    }),
    floor: await startFloor({
      databaseUrl: rig.database.floor.url,
      secret: floorSecret,
      mqttPort: await freePort(),
    }),
  }
  const restaurants = await openRestaurants(fresh.hub.ready, floorSecret)
  await setPrinting(fresh.hub.ready.port, restaurants, false)
  const there: Rig = {
    ...rig,
    restaurants,
    hub: { ...rig.hub, child: fresh.hub, port: fresh.hub.ready.port },
    floor: { ...rig.floor, child: fresh.floor, port: fresh.floor.ready.port },
  }
  const socket = {
    hub: await perSocket(there, there.hub, sockets),
    floor: await perSocket(there, there.floor, sockets),
  }
  const order = await perOpenOrder(there)
  await Promise.all([fresh.hub.stop(), fresh.floor.stop()])
  // Nothing grew: then nothing was measured, and no target is met.
  const measuredCost = socket.hub.resident > 0
  return {
    rows: [
      {
        ...{ workload: "W8", what: "idle socket, resident", unit: "KiB" },
        ...{ hub: socket.hub.resident, floor: socket.floor.resident },
        ...{ target: "≤ 20 KiB", met: measuredCost && socket.hub.resident <= 20 },
      },
      {
        ...{ workload: "W8", what: "idle socket, heap", unit: "KiB" },
        ...{ hub: socket.hub.heap, floor: socket.floor.heap },
      },
      {
        ...{ workload: "W8", what: "idle order actor with its open order, heap", unit: "KiB" },
        ...{ hub: order.heap, target: "≤ 2 KiB", met: order.heap > 0 && order.heap <= 2 },
      },
    ],
    raw: { socket, order },
  }
}

interface Cost {
  readonly resident: number
  readonly heap: number
}

const perSocket = async (rig: Rig, side: Side, count: number): Promise<Cost> => {
  const before = await side.child.probe("collect")
  const opened = []
  for (let n = 0; n < count; n += 50)
    opened.push(
      ...(await Promise.all(
        Array.from({ length: 50 }, (_, k) => {
          const restaurant = rig.restaurants[(n + k) % rig.restaurants.length]
          if (restaurant === undefined) throw new Error("There is no restaurant")
          return openSocket(side, side.token(restaurant))
        }),
      )),
    )
  await pause(500)
  const after = await side.child.probe("collect")
  for (const socket of opened) socket.close()
  await pause(1_000)
  return {
    resident: (after.residentBytes - before.residentBytes) / kib / count,
    heap: (after.heapBytes - before.heapBytes) / kib / count,
  }
}

const perOpenOrder = async (rig: Rig): Promise<Cost> => {
  const placing = await placeOverRest(rig, rig.hub)
  await openLoop(500, 1, placing.operation)
  await pause(1_000)
  const before = await rig.hub.child.probe("collect")
  const { done } = await openLoop(800, openOrders / 800, placing.operation)
  await pause(1_000)
  const after = await rig.hub.child.probe("collect")
  placing.close()
  return {
    resident: (after.residentBytes - before.residentBytes) / kib / done,
    heap: (after.heapBytes - before.heapBytes) / kib / done,
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
