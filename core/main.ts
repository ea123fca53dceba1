import { networkInterfaces } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { Cause, Effect, Exit, Layer, Logger, References, Schedule } from "effect"
import { v7 as uuid } from "uuid"
import { localGateLayer } from "#actors/gate/local-gate.ts"
import { orderActorsLayer } from "#actors/order/order-actors.ts"
import { orderQueriesLayer } from "#actors/order/order-queries.ts"
import { printJobsLayer } from "#actors/printer/print-jobs.ts"
import { printingLayer } from "#actors/printer/printing.ts"
import { presenceLayer } from "#actors/tenant/presence.ts"
import { Restaurants, restaurantsLayer } from "#actors/tenant/restaurants.ts"
import { kitchenViewsLayer } from "#actors/view/kitchen-views.ts"
import { type Config, readConfig, WrongSetting } from "#core/config.ts"
import { httpServer } from "#core/http/server.ts"
import { TenantDirectory } from "#core/hub/tenant-directory.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { rateLimitsLayer } from "#core/limits/rate-limits.ts"
import { requestLimits, unlimitedRequests } from "#core/limits/request-limits.ts"
import { pluginHostLayer } from "#core/plugins/host.ts"
import { knownStatesLayer } from "#core/plugins/lifecycle/known-states.ts"
import { pluginLifecycleLayer } from "#core/plugins/lifecycle/lifecycle.ts"
import { PluginLifecycle } from "#core/plugins/lifecycle/plugin-lifecycle.ts"
import { PluginWork } from "#core/plugins/plugin-work.ts"
import type { SeedKind } from "#core/plugins/seed.ts"
import { pluginCommandsLayer } from "#core/plugins/plugin-commands.ts"
import { offeredViewsLayer } from "#core/plugins/plugin-views.ts"
import { setupRegistryLayer } from "#core/plugins/setup-registry.ts"
import { accessLayer } from "#core/security/access.ts"
import { Accounts } from "#core/security/accounts.ts"
import { accessPassword, appSecret } from "#core/security/secrets.ts"
import { paperLayer } from "#devices/encoders/paper.ts"
import { outsideBrokerLayer } from "#devices/mqtt/broker-address.ts"
import { embeddedBrokerLayer } from "#devices/mqtt/embedded-broker.ts"
import { MqttLink, mqttLinkLayer } from "#devices/mqtt/mqtt-link.ts"
import { mqttReportsLayer } from "#devices/mqtt/printer-reports.ts"
import { mqttWireLayer } from "#devices/mqtt/printer-wire.ts"
import { attachSockets } from "#devices/socket/attach-sockets.ts"
import { accessStoresLayer } from "#sql/access-stores.ts"
import { databaseLayer } from "#sql/database.ts"
import { pluginDatabaseLayer } from "#sql/plugin-database.ts"
import { stateStoreLayer } from "#sql/plugin-states.ts"
import { tenantLimitsLayer } from "#sql/tenant-limits.ts"

/** What a start may ask for besides the environment. */
export interface HubOptions {
  /** What a restaurant that is made at the first start begins with. */
  readonly seed: SeedKind
  /** Restaurants made at the first start. */
  readonly tenants: ReadonlyArray<{ readonly slug: string; readonly name: string }>
  /** Shown by `/system/info`: the demo's extras. */
  readonly info: Readonly<Record<string, unknown>>
  /** Requests that each bucket takes; the benchmark drives the hub beyond any service. */
  readonly unlimited?: boolean
  /** Negative control of the crash test: the log answers before it has stored. */
  readonly acknowledgeBeforeCommit?: boolean
}

export const defaultOptions: HubOptions = {
  seed: "default",
  tenants: [{ slug: "main", name: "My restaurant" }],
  info: {},
}

/** Everything that stands between the wires: database, actors, plugins, printers. */
const servicesLayer = (config: Config, options: HubOptions, secret: string) => {
  const database = databaseLayer({
    dataDir: config.dataDir,
    sharedDatabase: false,
    ...(config.databaseUrl === undefined ? {} : { databaseUrl: config.databaseUrl }),
    ...(options.acknowledgeBeforeCommit === true ? { acknowledgeBeforeCommit: true } : {}),
  })
  const foundation = Layer.mergeAll(
    setupRegistryLayer(),
    accessLayer(secret).pipe(Layer.provide(accessStoresLayer)),
    pluginDatabaseLayer,
    knownStatesLayer.pipe(Layer.provideMerge(stateStoreLayer)),
    presenceLayer,
    paperLayer,
    pluginCommandsLayer,
    offeredViewsLayer,
    rateLimitsLayer(
      options.unlimited === true
        ? unlimitedRequests
        : requestLimits({ perMinute: config.rateLimitPerMinute, burst: config.rateLimitBurst }),
    ).pipe(Layer.provideMerge(tenantLimitsLayer)),
  ).pipe(Layer.provideMerge(database))
  const broker =
    config.mqttUrl === undefined
      ? embeddedBrokerLayer({ host: config.host, port: config.mqttPort })
      : outsideBrokerLayer(config.mqttUrl)
  const wires = mqttWireLayer.pipe(Layer.provideMerge(mqttLinkLayer), Layer.provideMerge(broker))
  const actors = Layer.mergeAll(localGateLayer, kitchenViewsLayer, printJobsLayer).pipe(
    Layer.provideMerge(printingLayer),
    Layer.provideMerge(Layer.mergeAll(orderActorsLayer, orderQueriesLayer)),
    Layer.provideMerge(restaurantsLayer),
  )
  const plugins = pluginLifecycleLayer.pipe(
    Layer.provideMerge(pluginHostLayer({ root: join(import.meta.dirname, "..", "plugins") })),
  )
  return Layer.mergeAll(mqttReportsLayer, plugins).pipe(
    Layer.provideMerge(actors),
    Layer.provideMerge(wires),
    Layer.provideMerge(foundation),
  )
}

/** Restaurants of the first start; every later one finds them there. */
const openRestaurants = (options: HubOptions, password: string) =>
  Effect.gen(function* () {
    const directory = yield* TenantDirectory
    const accounts = yield* Accounts
    const { plugins } = yield* PluginWork
    const lifecycle = yield* PluginLifecycle
    if ((yield* directory.list).length > 0) return
    for (const { slug, name } of options.tenants) {
      const id = uuid() as TenantId
      const locale = options.seed === "demo" ? "fr" : "en"
      yield* directory.create({ id, slug, name, currency: "EUR", locale, timezone: hostZone })
      yield* accounts.found(id, { id: uuid(), password, ...demoOwner })
      yield* lifecycle.provision(id, [...plugins.keys()], options.seed)
    }
  })

const demoOwner = { username: "owner", fullName: "Owner", instanceAdmin: true }

const hostZone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** A running hub, until the surrounding scope closes: then it takes nothing new, finishes what runs, and stops. */
export const hub = (config: Config, options: HubOptions = defaultOptions) =>
  Effect.gen(function* () {
    const secret = yield* appSecret({
      dataDir: config.dataDir,
      ...(config.appSecret === undefined ? {} : { configured: config.appSecret }),
    })
    const services = yield* Layer.build(servicesLayer(config, options, secret))
    return yield* Effect.gen(function* () {
      yield* openRestaurants(options, accessPassword(secret))
      const tenants = yield* Effect.flatMap(TenantDirectory, ({ list }) => list)
      const link = yield* MqttLink
      for (const { id } of tenants) yield* link.serve(id)
      // What a crash interrupted goes on by itself: paper that was not yet queued. Whoever asks for a restaurant that
      // is still asleep wakes it first, so nobody waits for the others.
      yield* Effect.flatMap(Restaurants, ({ wakeBusy }) => wakeBusy).pipe(
        Effect.retry({ schedule: Schedule.spaced("1 second") }),
        Effect.forkScoped,
      )
      const http = yield* httpServer({
        host: config.host,
        port: config.port,
        apiPrefix: config.apiPrefix,
        corsOrigins: config.corsOrigins,
        checks: [
          {
            name: "database",
            check: Effect.flatMap(TenantDirectory, ({ list }) => list).pipe(
              Effect.provide(services),
            ),
          },
          {
            name: "broker",
            check: Effect.filterOrFail(
              link.connected,
              (up) => up,
              () => "down",
            ),
          },
        ],
        info: Effect.sync(() => ({
          ...options.info,
          addresses: reachable(config),
          tenants: options.seed === "demo" ? tenants.map(({ slug, name }) => ({ slug, name })) : [],
        })),
        pages: join(import.meta.dirname, "..", "dist", "ui"),
      })
      yield* attachSockets(http.server, {
        origins: config.corsOrigins,
        ...(options.unlimited === true ? { frames: unlimitedRequests.orders } : {}),
      })
      return { http, services, secret, tenants, accessPassword: accessPassword(secret) }
    }).pipe(Effect.provide(services))
  })

/** Addresses that a tablet can reach, best first. */
const reachable = ({ host, port }: Config): ReadonlyArray<string> => {
  if (host !== "0.0.0.0" && host !== "::") return [`http://${host}:${port}`]
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === "IPv4" && !internal)
  return [...outside.map(({ address }) => `http://${address}:${port}`), `http://localhost:${port}`]
}

const logLevelOf = {
  trace: "Trace",
  debug: "Debug",
  info: "Info",
  warn: "Warn",
  error: "Error",
} as const

const greeting = (
  config: Config,
  running: { readonly accessPassword: string; readonly tenants: ReadonlyArray<{ slug: string }> },
) => {
  const [tenant] = running.tenants
  const [best] = reachable(config)
  return [
    `Heard is listening.`,
    ``,
    ...reachable(config).map((address) => `  ${address}`),
    ``,
    `  restaurant ${tenant?.slug}   user owner   password ${running.accessPassword}`,
    `  ${best}/#access=${running.accessPassword}&tenant=${tenant?.slug}   (signs this browser in)`,
    ``,
  ].join("\n")
}

/** Longest that a stop may take (contract §1: 10 s), in milliseconds. */
const stopWithinMs = 9_500

const main = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "default" },
      tenant: { type: "string", default: "main" },
      name: { type: "string", default: "My restaurant" },
      info: { type: "string", default: "{}" },
    },
  })
  const config = readConfig(process.env)
  const options: HubOptions = {
    seed: values.seed === "demo" ? "demo" : "default",
    tenants: [{ slug: values.tenant, name: values.name }],
    info: JSON.parse(values.info) as Record<string, unknown>,
    ...(process.env["HEARD_TEST_ACK_BEFORE_COMMIT"] === "1"
      ? { acknowledgeBeforeCommit: true }
      : {}),
  }
  const program = Effect.gen(function* () {
    const running = yield* hub(config, options)
    process.stdout.write(`${greeting(config, running)}\n`)
    return yield* Effect.never
  }).pipe(
    Effect.scoped,
    Effect.provide(Logger.layer([Logger.consoleLogFmt])),
    Effect.provideService(References.MinimumLogLevel, logLevelOf[config.logLevel]),
  )
  const fiber = Effect.runFork(program)
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => {
      setTimeout(() => process.exit(0), stopWithinMs).unref()
      fiber.interruptUnsafe()
    })
  const exit = await new Promise<Exit.Exit<never, unknown>>((resolve) => fiber.addObserver(resolve))
  if (Exit.isFailure(exit) && !Cause.hasInterruptsOnly(exit.cause)) {
    process.stderr.write(`Heard cannot start. ${inOneLine(exit.cause)}\n`)
    process.exit(1)
  }
  process.exit(0)
}

/** An expected failure in its own words; a bug with its trace, which somebody will want to report. */
const inOneLine = (cause: Cause.Cause<unknown>): string => {
  const expected = cause.reasons.find(Cause.isFailReason)?.error
  return expected instanceof Error ? expected.message : Cause.pretty(cause)
}

if (import.meta.main)
  main().catch((cause: unknown) => {
    process.stderr.write(`${cause instanceof WrongSetting ? cause.message : String(cause)}\n`)
    process.exit(1)
  })
