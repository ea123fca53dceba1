import { randomUUID } from "node:crypto"
import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type Context, Effect, Exit, Logger, Metric, References, Scope } from "effect"
import { afterAll, beforeAll } from "vitest"
import { readConfig } from "#core/config.ts"
import { freePort } from "#core/demo/kept-program.ts"
import { Gate } from "#core/hub/gate.ts"
import type { Cid } from "#core/kitchen/ids.ts"
import { hub } from "#core/main.ts"
import { LoadedPlugins } from "#core/plugins/loading/loaded-plugin.ts"
import { PluginFibers } from "./conformance/plugin-fibers.ts"
import { founded, type PluginHouse, pluginHouse } from "./conformance/plugin-house.ts"
import { elsewhere } from "./conformance/plugin-places.ts"
import { type TestDatabase, testDatabase } from "./postgres.ts"

type Running = Effect.Success<ReturnType<typeof hub>>
/** Everything that the hub is made of. */
export type KitServices = Running["services"] extends Context.Context<infer S> ? S : never

/**
 * A whole hub, real PostgreSQL and real ports, for looking at plugins from all sides. In the test of a plugin:
 *
 * ```ts
 * const kit = pluginTestkit()
 * conformance(kit, "floor_plan")
 * it("…", async () => {
 *   const bistro = await kit.house(["floor_plan"])
 *   expect(await bistro.ask("GET", "/plugins/floor_plan/rooms")).toMatchObject({ status: 200 })
 * })
 * ```
 */
export interface PluginTestkit {
  readonly url: () => string
  readonly run: <A, E>(work: Effect.Effect<A, E, KitServices>) => Promise<A>
  /** A new restaurant that uses these plugins with all that they require, seeded as the demo is. */
  readonly house: (plugins: ReadonlyArray<string>) => Promise<PluginHouse>
  /** Two with every plugin, the same ones for the whole file. */
  readonly twoHouses: () => Promise<readonly [PluginHouse, PluginHouse]>
  /** Sent as a socket would, with a new cid. */
  readonly command: (house: PluginHouse, op: string, args: object) => Promise<unknown>
  readonly database: TestDatabase
  readonly fibers: PluginFibers
}

/**
 * Call it once at the top of a test file: it registers the hooks.
 *
 * @param packages folders of plugins that are loaded beside those of the project, by the name of their package
 */
export const pluginTestkit = (
  packages: Readonly<Record<string, string>> = elsewhere(),
): PluginTestkit => {
  const database = testDatabase()
  const scope = Scope.makeUnsafe()
  const fibers = new PluginFibers()
  let dataDir = ""
  let running: Running | undefined
  let two: Promise<readonly [PluginHouse, PluginHouse]> | undefined

  const there = () => {
    if (running === undefined) throw new Error("the hub runs from the first hook to the last")
    return running
  }
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "heard-plugins-"))
    await mkdir(join(dataDir, "plugins", "node_modules"), { recursive: true })
    for (const [name, folder] of Object.entries(packages))
      await symlink(folder, join(dataDir, "plugins", "node_modules", name))
    const config = {
      ...readConfig({ DATA_DIR: dataDir, MQTT_PORT: String(await freePort(0)) }),
      databaseUrl: database.options().databaseUrl ?? "",
      port: 0,
      modules: { packages: Object.keys(packages) },
    }
    running = await Effect.runPromise(
      hub(config, { seed: "demo", tenants: [], info: {}, unlimited: true }).pipe(
        Scope.provide(scope),
        Effect.provide(Logger.layer([])),
        Effect.provideService(References.MinimumLogLevel, "None"),
        Effect.provideService(Metric.FiberRuntimeMetrics, fibers),
      ),
    )
  })
  afterAll(async () => {
    await Effect.runPromise(Scope.close(scope, Exit.void))
    await rm(dataDir, { recursive: true, force: true })
  })

  const url = () => `http://127.0.0.1:${there().http.address.port}`
  const run: PluginTestkit["run"] = (work) =>
    Effect.runPromise(
      work.pipe(
        Effect.provide(there().services),
        Effect.provide(Logger.layer([])),
        Effect.provideService(Metric.FiberRuntimeMetrics, fibers),
      ),
    )
  const house: PluginTestkit["house"] = async (plugins) =>
    pluginHouse(url(), await run(founded(plugins)))
  const allPlugins = () => run(Effect.map(LoadedPlugins, (loaded) => [...loaded.keys()]))
  return {
    url,
    run,
    house,
    twoHouses: () => {
      two ??= allPlugins().then(async (keys) => [await house(keys), await house(keys)] as const)
      return two
    },
    command: async ({ owner }, op, args) => {
      const cid = randomUUID() as Cid
      const { result } = await run(Gate.use((gate) => gate.run(owner, { cid, op, args })))
      return result
    },
    database,
    fibers,
  }
}
