import { mkdirSync, symlinkSync } from "node:fs"
import { flushCompileCache } from "node:module"
import { join } from "node:path"
import { Effect, Logger, References } from "effect"
import { v7 as uuid } from "uuid"
import { Restaurants } from "#actors/tenant/restaurants.ts"
import { readConfig } from "#core/config.ts"
import { Gate } from "#core/hub/gate.ts"
import { systemScope } from "#core/hub/scope.ts"
import type { Cid, TenantId } from "#core/kitchen/ids.ts"
import { hub } from "#core/main.ts"
import { answerInside } from "./side/inside-hub.ts"
import { answerProbes } from "./side/probes.ts"

/** What the hub under test is given, as one argument of JSON. */
export interface BenchHubOptions {
  readonly databaseUrl: string
  readonly dataDir: string
  readonly mqttPort: number
  /** Restaurants made at the first start, `bench-1` and so on. */
  readonly tenants: number
  /** Orders to be placed in each restaurant before it says that it is ready. */
  readonly openOrders?: ReadonlyArray<number>
  /** Loads the plugin in `bell/` beside those of the project. */
  readonly bell?: boolean
}

/** What it says when it listens. */
export interface BenchHubReady {
  readonly port: number
  readonly password: string
  readonly secret: string
  readonly tenants: ReadonlyArray<{ readonly id: string; readonly slug: string }>
}

const options = JSON.parse(process.argv[2] ?? "{}") as BenchHubOptions
mkdirSync(options.dataDir, { recursive: true })
answerProbes()

const bellPackage = "heard-bell"

/** As a restaurant would install it: a package in the data folder. */
const installBell = (): void => {
  const packages = join(options.dataDir, "plugins", "node_modules")
  mkdirSync(packages, { recursive: true })
  symlinkSync(join(import.meta.dirname, "bell"), join(packages, bellPackage))
}

const program = Effect.gen(function* () {
  if (options.bell === true) installBell()
  const config = {
    ...readConfig({ DATA_DIR: options.dataDir, DATABASE_URL: options.databaseUrl }),
    port: 0,
    mqttPort: options.mqttPort,
    modules: { packages: options.bell === true ? [bellPackage] : [] },
  }
  const running = yield* hub(config, {
    seed: "demo",
    tenants: Array.from({ length: options.tenants }, (_, n) => ({
      slug: `bench-${n + 1}`,
      name: `Bench ${n + 1}`,
    })),
    info: {},
    unlimited: true,
  })
  const fills = options.openOrders ?? []
  yield* Effect.forEach(fills, (count, n) => fill(running.tenants[n]?.id, count), {
    concurrency: 8,
  }).pipe(Effect.provide(running.services))
  yield* Effect.provide(
    answerInside(
      running.services,
      running.tenants.map(({ id }) => id),
    ),
    running.services,
  )
  const ready: BenchHubReady = {
    port: running.http.address.port,
    password: running.accessPassword,
    secret: running.secret,
    tenants: running.tenants.map(({ id, slug }) => ({ id, slug })),
  }
  flushCompileCache()
  process.stdout.write(`${JSON.stringify(ready)}\n`)
  return yield* Effect.never
}).pipe(
  Effect.scoped,
  Effect.provide(Logger.layer([Logger.consoleLogFmt])),
  Effect.provideService(References.MinimumLogLevel, "Warn"),
)

/** Straight through the gate: the orders are real, only the wire is spared. */
const fill = (tenantId: TenantId | undefined, count: number) =>
  Effect.gen(function* () {
    if (tenantId === undefined) return
    const gate = yield* Gate
    const restaurants = yield* Restaurants
    const { setup } = yield* restaurants.get(tenantId)
    const dish = [...setup.menu.products.values()].find(
      ({ kitchenName }) => kitchenName === "OS MOELLE",
    )
    const place = Effect.suspend(() => {
      const id = uuid()
      return gate.run(systemScope(tenantId), {
        cid: id as Cid,
        op: "placeOrder",
        args: { id, type: "takeaway", lines: [{ productId: dish?.id, quantity: 2 }], send: true },
      })
    })
    yield* Effect.forEach(Array.from({ length: count }), () => place, {
      concurrency: 16,
      discard: true,
    })
  })

const stop = new AbortController()
process.once("SIGTERM", () => stop.abort())
process.once("disconnect", () => stop.abort())
const exit = await Effect.runPromiseExit(program, { signal: stop.signal })
if (exit._tag === "Failure" && !stop.signal.aborted) process.stderr.write(`${exit.cause}\n`)
process.exit(0)
