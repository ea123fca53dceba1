import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { freePort } from "#sql/server-process.ts"
import type { BenchHubOptions, BenchHubReady } from "#test/bench/bench-hub.ts"
import type { BenchPrintersOptions } from "#test/bench/bench-printers.ts"
import type { FloorOptions, FloorReady } from "#test/bench/floor/floor-server.ts"
import { type BenchDatabase, type BenchStore, startDatabase } from "./bench-database.ts"
import { type Child, startChild } from "./child.ts"
import { type BenchRestaurant, hubApi, openRestaurants } from "./restaurant.ts"

/** One of the two servers that are compared. */
export interface Side {
  readonly name: "hub" | "floor"
  readonly port: number
  readonly mqttPort: number
  readonly child: Child<unknown>
  readonly store: BenchStore
  readonly ordersPath: string
  readonly token: (restaurant: BenchRestaurant) => string
}

/** Both servers, up at the same time over one PostgreSQL, with the same restaurants. */
export interface Rig {
  readonly dataDir: string
  readonly database: BenchDatabase
  readonly hub: Side & { readonly child: Child<BenchHubReady> }
  readonly floor: Side
  readonly restaurants: ReadonlyArray<BenchRestaurant>
  /** Seconds of one measured run. */
  readonly seconds: number
  /** Measured runs of each side; the median counts. */
  readonly rounds: number
  /** Restaurants of 1,000 open orders each that the restart is measured with. */
  readonly restarted: number
  /** Restaurants of one process in which nothing happens. */
  readonly idle: number
  readonly say: (line: string) => void
  readonly stop: () => Promise<void>
}

const fileOf = (path: string): string => join(import.meta.dirname, "..", path)

export const startHub = (options: BenchHubOptions) =>
  startChild<BenchHubReady>(fileOf("bench-hub.ts"), options)

export const startFloor = (options: FloorOptions) =>
  startChild<FloorReady>(fileOf("floor/floor-server.ts"), options)

/** Virtual printers for both sides: the same program and the same journal, so that only the servers differ. */
export const startPrinters = (options: BenchPrintersOptions) =>
  startChild<object>(fileOf("bench-printers.ts"), options)

/** Signs the floor's tokens. */
export const floorSecret = "floor-secret-of-the-benchmark-0123456789"

export const startRig = async (options: {
  readonly dataDir: string
  readonly tenants: number
  readonly seconds: number
  readonly rounds: number
  /** Restaurants of 1,000 open orders each that the restart is measured with. */
  readonly restarted: number
  /** Restaurants of one process in which nothing happens. */
  readonly idle: number
  /** The hub has the plugin in `bell/` too. */
  readonly bell: boolean
  readonly say: (line: string) => void
}): Promise<Rig> => {
  const { dataDir } = options
  mkdirSync(dataDir, { recursive: true })
  const database = await startDatabase(dataDir)
  const hubMqtt = await freePort()
  const hub = await startHub({
    databaseUrl: database.hub.url,
    dataDir: join(dataDir, "hub"),
    mqttPort: hubMqtt,
    tenants: options.tenants,
    bell: options.bell,
  })
  const secret = floorSecret
  const floorMqtt = await freePort()
  const floor = await startFloor({ databaseUrl: database.floor.url, secret, mqttPort: floorMqtt })
  const restaurants = await openRestaurants(hub.ready, secret)
  await setPrinting(hub.ready.port, restaurants, false)
  return {
    ...options,
    database,
    restaurants,
    hub: {
      name: "hub",
      port: hub.ready.port,
      mqttPort: hubMqtt,
      child: hub,
      store: database.hub,
      ordersPath: "/api/plugins/orders/orders",
      token: ({ hubToken }) => hubToken,
    },
    floor: {
      name: "floor",
      port: floor.ready.port,
      mqttPort: floorMqtt,
      child: floor,
      store: database.floor,
      ordersPath: "/orders",
      token: ({ floorToken }) => floorToken,
    },
    stop: async () => {
      await Promise.all([hub.stop(), floor.stop()])
      await database.stop()
    },
  }
}

/** Printers take part in one workload only, and of each restaurant the grill's alone. */
export const setPrinting = async (
  port: number,
  restaurants: ReadonlyArray<BenchRestaurant>,
  grillPrints: boolean,
): Promise<void> => {
  for (const { hubToken, printers } of restaurants)
    for (const { id, stations } of printers)
      await hubApi(port, `/plugins/printer/printers/${id}`, {
        method: "PATCH",
        token: hubToken,
        body: { enabled: grillPrints && stations.includes("grill") },
      })
}
