import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Effect, Exit, Logger, References, Scope } from "effect"
import { afterAll, beforeAll } from "vitest"
import { readConfig } from "#core/config.ts"
import { freePort } from "#core/demo/kept-program.ts"
import { systemScope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { EventLog } from "#core/log/event-log.ts"
import { hub } from "#core/main.ts"
import { deriveKey, deviceSecretOf } from "#core/security/secrets.ts"
import { hubApi, ownerToken } from "./hub-api.ts"
import { type OpenRestaurant, openRestaurant } from "./open-restaurant.ts"
import { hubTemplateName, type TestDatabase, templateName, testDatabase } from "./postgres.ts"
import type { SignedInAt } from "./staff.ts"

/** The whole hub on a database of the file's own, with a restaurant of the demo's kind for each slug. */
export interface RunningHub {
  readonly url: () => string
  readonly mqttUrl: () => string
  /** What a device of the restaurant signs in with. */
  readonly signIn: (slug?: string) => SignedInAt
  readonly restaurant: (slug?: string) => OpenRestaurant
  readonly deviceSecret: (tenantId: string, deviceId: string) => string
  /** The start-up secret, for forging what only the hub should make. */
  readonly secret: () => string
  /** Of the one-time address; a hub without restaurants waits for it. */
  readonly setupToken: () => string
  /** Where it stores everything, for looking and writing behind its back. */
  readonly database: TestDatabase
  /** Last position of the restaurant's log: the same as before when nothing was stored. */
  readonly head: (tenantId: string) => Promise<number>
}

/** Call it once at the top of a test file: it registers the hooks. */
export const runningHub = (
  slugs: ReadonlyArray<string> = ["bistro"],
  /** Folders of plugins that are loaded beside those of the project, by the name of their package. */
  packages: Readonly<Record<string, string>> = {},
): RunningHub => {
  // A hub without restaurants has no plugin's tables either: it makes them for the first one.
  const database = testDatabase(slugs.length === 0 ? templateName : hubTemplateName)
  const scope = Scope.makeUnsafe()
  const restaurants = new Map<string, OpenRestaurant>()
  let dataDir = ""
  let mqttPort = 0
  let running: Effect.Success<ReturnType<typeof hub>> | undefined

  const there = () => {
    if (running === undefined) throw new Error("the hub runs from the first hook to the last")
    return running
  }
  const url = () => `http://127.0.0.1:${there().http.address.port}`

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "heard-flow-"))
    mqttPort = await freePort(0)
    await mkdir(join(dataDir, "plugins", "node_modules"), { recursive: true })
    for (const [name, folder] of Object.entries(packages))
      await symlink(folder, join(dataDir, "plugins", "node_modules", name))
    const config = {
      ...readConfig({ DATA_DIR: dataDir, MQTT_PORT: String(mqttPort) }),
      databaseUrl: database.options().databaseUrl ?? "",
      port: 0,
      modules: { packages: Object.keys(packages) },
    }
    running = await Effect.runPromise(
      hub(config, {
        seed: "demo",
        tenants: slugs.map((slug) => ({ slug, name: `Chez ${slug}` })),
        info: {},
        unlimited: true,
      }).pipe(
        Scope.provide(scope),
        Effect.provide(Logger.layer([])),
        Effect.provideService(References.MinimumLogLevel, "Error"),
      ),
    )
    for (const slug of slugs) {
      const token = ownerToken(url(), slug, there().accessPassword)
      restaurants.set(slug, await openRestaurant(slug, hubApi(url(), token)))
    }
  })
  afterAll(async () => {
    await Effect.runPromise(Scope.close(scope, Exit.void))
    await rm(dataDir, { recursive: true, force: true })
  })

  return {
    url,
    database,
    secret: () => there().secret,
    setupToken: () => there().setupToken ?? "",
    mqttUrl: () => `mqtt://127.0.0.1:${mqttPort}`,
    signIn: (slug = slugs[0] ?? "") => ({
      url: url(),
      tenant: slug,
      password: there().accessPassword,
    }),
    restaurant: (slug = slugs[0] ?? "") => {
      const open = restaurants.get(slug)
      if (open === undefined) throw new Error(`no restaurant ${slug}`)
      return open
    },
    deviceSecret: (tenantId, deviceId) =>
      deviceSecretOf(deriveKey(there().secret, "device-secret"), tenantId, deviceId),
    head: (tenantId) =>
      Effect.runPromise(
        EventLog.use((log) => log.head(systemScope(tenantId as TenantId))).pipe(
          Effect.provide(there().services),
        ),
      ),
  }
}
