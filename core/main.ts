import { join } from "node:path"
import { Context, Effect, Layer, Schedule } from "effect"
import { fleetLayer } from "#actors/device/fleet.ts"
import { localGateLayer } from "#actors/gate/local-gate.ts"
import { orderActorsLayer } from "#actors/order/order-actors.ts"
import { orderQueriesLayer } from "#actors/order/order-queries.ts"
import { printJobsLayer } from "#actors/printer/print-jobs.ts"
import { printingLayer } from "#actors/printer/printing.ts"
import { showWatchLayer } from "#actors/screen/show-watch.ts"
import { presenceLayer } from "#actors/tenant/presence.ts"
import { Restaurants, restaurantsLayer } from "#actors/tenant/restaurants.ts"
import { kitchenViewsLayer } from "#actors/view/kitchen-views.ts"
import type { Config } from "#core/config.ts"
import { claimDataFolder } from "#core/data-folder.ts"
import { reachable } from "#core/greeting.ts"
import { httpServer } from "#core/http/server.ts"
import { deviceTroublesLayer } from "#core/hub/device-troubles.ts"
import { PrinterWire } from "#core/hub/printing.ts"
import { TenantDirectory } from "#core/hub/tenant-directory.ts"
import { rateLimitsLayer } from "#core/limits/rate-limits.ts"
import { limitsOf, unlimitedRequests } from "#core/limits/request-limits.ts"
import { ownRoutes } from "#core/own-routes.ts"
import { eventBusLayer } from "#core/plugins/bus/event-bus.ts"
import { scheduledJobsLayer } from "#core/plugins/jobs/job-schedule.ts"
import { exportFilesLayer } from "#core/plugins/lifecycle/export-files.ts"
import { knownStatesLayer } from "#core/plugins/lifecycle/known-states.ts"
import { pluginLifecycleLayer } from "#core/plugins/lifecycle/lifecycle.ts"
import { LoadedPlugins } from "#core/plugins/loading/loaded-plugin.ts"
import type { PluginSources } from "#core/plugins/loading/plugin-sources.ts"
import { pluginHostLayer } from "#core/plugins/running/host.ts"
import { pluginOffersLayer } from "#core/plugins/running/plugin-offers.ts"
import { setupRegistryLayer } from "#core/plugins/running/setup-registry.ts"
import type { SeedKind } from "#core/plugins/seed.ts"
import { readinessChecks } from "#core/readiness.ts"
import { accessLayer } from "#core/security/access.ts"
import { passwordIssues } from "#core/security/password-rules.ts"
import { accessPassword, appSecret, deriveKey } from "#core/security/secrets.ts"
import { storedColleaguesLayer } from "#core/security/stored-colleagues.ts"
import { pairingsLayer } from "#core/security/stored-pairings.ts"
import { type GivenRestaurant, openGiven, openOlder } from "#core/setup/given-restaurants.ts"
import { instanceLayer } from "#core/setup/instance.ts"
import { openingLayer } from "#core/setup/opening.ts"
import { SetUp, setUpLayer } from "#core/setup/set-up.ts"
import { setupToken } from "#core/setup/setup-token.ts"
import type { Tracing } from "#core/telemetry/tracing.ts"
import { paperLayer } from "#devices/encoders/paper.ts"
import { brokerLayer } from "#devices/mqtt/broker.ts"
import { BrokerAddress, brokerUrlFrom } from "#devices/mqtt/broker-address.ts"
import { brokerReadersLayer } from "#devices/mqtt/broker-readers.ts"
import { deviceOrdersLayer } from "#devices/mqtt/device-orders.ts"
import { mqttChannels } from "#devices/mqtt/mqtt-channels.ts"
import { MqttLink, mqttLinkLayer } from "#devices/mqtt/mqtt-link.ts"
import { printerConfigsLayer } from "#devices/mqtt/printer-configs.ts"
import { mqttReportsLayer } from "#devices/mqtt/printer-reports.ts"
import { mqttWire } from "#devices/mqtt/printer-wire.ts"
import { retainedTopicsLayer } from "#devices/mqtt/retained-topics.ts"
import { starsOverMqttLayer } from "#devices/printers/cloudprnt/cloudprnt-mqtt.ts"
import { driverReportsLayer } from "#devices/printers/driver-reports.ts"
import { networkWire } from "#devices/printers/network/network-wire.ts"
import { PullDesk } from "#devices/printers/pull/pull-desk.ts"
import { pullDeskLayer } from "#devices/printers/pull/pull-desk-layer.ts"
import { pullRoutes } from "#devices/printers/pull-routes.ts"
import { reportLineLayer } from "#devices/printers/report-line.ts"
import { wireByDriver } from "#devices/printers/wire-by-driver.ts"
import { attachSockets } from "#devices/socket/attach-sockets.ts"
import { accessStoresLayer } from "#sql/access-stores.ts"
import { busRecordsLayer } from "#sql/bus-records.ts"
import { busStoreLayer } from "#sql/bus-store.ts"
import { databaseLayer } from "#sql/database.ts"
import { jobRunsLayer } from "#sql/job-runs.ts"
import { pluginDatabaseLayer } from "#sql/plugin-database.ts"
import { operationStoreLayer } from "#sql/plugin-operations.ts"
import { stateStoreLayer } from "#sql/plugin-states.ts"
import { tenantLimitsLayer } from "#sql/tenant-limits.ts"

/** What a start may ask for besides the environment. */
export interface HubOptions {
  /** What the restaurants below begin with. */
  readonly seed: SeedKind
  /** Restaurants that the start brings along; without any the hub waits for its set-up. */
  readonly tenants: ReadonlyArray<GivenRestaurant>
  /** Shown by `/system/info`: the demo's extras. */
  readonly info: Readonly<Record<string, unknown>>
  /** Requests that each bucket takes; the benchmark drives the hub beyond any service. */
  readonly unlimited?: boolean
  /** Who is told of requests, commands and appends, for a collector outside. */
  readonly trace?: Tracing
  /** Negative control of the crash test: the log answers before it has stored. */
  readonly acknowledgeBeforeCommit?: boolean
}

export const defaultOptions: HubOptions = { seed: "default", tenants: [], info: {} }

/** The plugins of this repository, and packages of the project's or the data folder's own `node_modules`. */
const pluginSources = ({ modules, dataDir }: Config): PluginSources => {
  const project = join(import.meta.dirname, "..")
  return {
    ...modules,
    root: join(project, "plugins"),
    packageFolders: [join(project, "node_modules"), join(dataDir, "plugins", "node_modules")],
  }
}

/** Everything that stands between the wires: database, actors, plugins, printers. */
const servicesLayer = (config: Config, options: HubOptions, secret: string) => {
  const database = databaseLayer({
    dataDir: config.dataDir,
    sharedDatabase: false,
    ...(config.databaseUrl === undefined ? {} : { databaseUrl: config.databaseUrl }),
    ...(options.acknowledgeBeforeCommit === true ? { acknowledgeBeforeCommit: true } : {}),
  }).pipe((layer) =>
    options.trace === undefined ? layer : Layer.provideMerge(options.trace.log, layer),
  )
  const foundation = Layer.mergeAll(
    setupRegistryLayer(),
    accessLayer(secret).pipe(Layer.provideMerge(accessStoresLayer)),
    pluginDatabaseLayer,
    knownStatesLayer.pipe(Layer.provideMerge(stateStoreLayer)),
    operationStoreLayer,
    exportFilesLayer(join(config.dataDir, "exports")),
    busStoreLayer,
    busRecordsLayer,
    presenceLayer,
    deviceTroublesLayer,
    paperLayer,
    pluginOffersLayer,
    jobRunsLayer,
    rateLimitsLayer(limitsOf(config, options)).pipe(Layer.provideMerge(tenantLimitsLayer)),
  ).pipe(Layer.provideMerge(database))
  const wires = Layer.effect(
    PrinterWire,
    Effect.map(
      Effect.all([
        mqttWire,
        networkWire({ directory: join(config.dataDir, "printers") }),
        PullDesk,
      ]),
      ([agent, network, { wire: pulled }]) =>
        wireByDriver({ agent, network, cloudprnt: pulled, cloudprntMqtt: pulled, epson: pulled }),
    ),
  ).pipe(
    Layer.provideMerge(Layer.mergeAll(retainedTopicsLayer, deviceOrdersLayer, printerConfigsLayer)),
    Layer.provideMerge(pullDeskLayer()),
    Layer.provideMerge(Layer.mergeAll(mqttLinkLayer, reportLineLayer)),
    Layer.provideMerge(brokerLayer(config)),
    Layer.provideMerge(brokerReadersLayer(deriveKey(secret, "broker-reader"))),
  )
  const pairings = Layer.unwrap(
    Effect.map(BrokerAddress, ({ url }) =>
      pairingsLayer({
        brokerUrl: brokerUrlFrom(
          config.mqttUrl ?? url,
          config.mqttUrl === undefined,
          config.mqttPort,
        ),
        ...(options.unlimited === true ? { wrongCodes: Number.POSITIVE_INFINITY } : {}),
      }),
    ),
  )
  const gate =
    options.trace === undefined
      ? localGateLayer
      : options.trace.gate.pipe(Layer.provide(localGateLayer))
  const actors = Layer.mergeAll(gate, kitchenViewsLayer, printJobsLayer).pipe(
    Layer.provideMerge(fleetLayer),
    Layer.provide(showWatchLayer),
    Layer.provideMerge(printingLayer),
    Layer.provideMerge(Layer.mergeAll(orderActorsLayer, orderQueriesLayer)),
    Layer.provideMerge(Layer.mergeAll(restaurantsLayer, storedColleaguesLayer)),
  )
  const plugins = Layer.mergeAll(pluginLifecycleLayer, scheduledJobsLayer).pipe(
    Layer.provideMerge(eventBusLayer),
    Layer.provideMerge(
      pluginHostLayer({
        ...pluginSources(config),
        opensRestaurants: options.tenants.length > 0,
      }),
    ),
  )
  const reports = mqttReportsLayer.pipe(Layer.provide(starsOverMqttLayer()))
  return Layer.mergeAll(reports, driverReportsLayer, plugins).pipe(
    Layer.provideMerge(actors),
    Layer.provideMerge(pairings),
    Layer.provideMerge(wires),
    Layer.provideMerge(foundation),
  )
}

/** How restaurants are made: by the set-up, by an administrator, by the start itself. */
const openingServices = (config: Config, options: HubOptions, secret: string) =>
  Layer.unwrap(
    Effect.gen(function* () {
      const link = yield* MqttLink
      const plugins = yield* LoadedPlugins
      const checks = {
        plugins: new Set(plugins.keys()),
        passwordIssues: (password: string, username: string) =>
          passwordIssues(password, [username]).map(({ message }) => message),
      }
      const token = setupToken({
        dataDir: config.dataDir,
        ...(config.setupToken === undefined ? {} : { configured: config.setupToken }),
      })
      const given = {
        seed: options.seed,
        password: accessPassword(secret),
        plugins: [...plugins.values()]
          .filter(({ manifest }) => manifest.by_request !== true)
          .map(({ key }) => key),
      }
      const opened = Effect.andThen(openOlder(given), openGiven(options.tenants, given))
      return Layer.mergeAll(
        setUpLayer({ token, secret, checks }),
        instanceLayer({ secret, checks }),
      ).pipe(
        // Whatever is there already, or that the start brings along, closes the set-up.
        Layer.provide(Layer.effectDiscard(opened)),
        Layer.provide(openingLayer(link.serve)),
      )
    }),
  )

/** A running hub, until the surrounding scope closes: then it takes nothing new, finishes what runs, and stops. */
export const hub = (config: Config, options: HubOptions = defaultOptions) =>
  Effect.gen(function* () {
    yield* claimDataFolder(config.dataDir)
    const secret = yield* appSecret({
      dataDir: config.dataDir,
      ...(config.appSecret === undefined ? {} : { configured: config.appSecret }),
    })
    const services = yield* Layer.build(servicesLayer(config, options, secret))
    return yield* Effect.gen(function* () {
      const opening = yield* Layer.build(openingServices(config, options, secret))
      const setUp = Context.get(opening, SetUp)
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
        checks: yield* readinessChecks({
          ...(config.databaseUrl === undefined ? { dataDir: config.dataDir } : {}),
          brokerUp: link.connected,
        }),
        routes: yield* ownRoutes(config, opening),
        info: Effect.sync(() => ({
          ...options.info,
          addresses: reachable(config),
          tenants: options.seed === "demo" ? tenants.map(({ slug, name }) => ({ slug, name })) : [],
        })),
        ...(options.trace === undefined ? {} : { trace: options.trace.request }),
        ...(config.host === "0.0.0.0" || config.host === "::"
          ? { publicOrigin: reachable(config)[0] ?? "" }
          : {}),
        machines: yield* pullRoutes(),
        channels: mqttChannels,
        pages: join(import.meta.dirname, "..", "dist", "ui"),
      })
      yield* attachSockets(http.server, {
        origins: config.corsOrigins,
        ...(options.unlimited === true ? { frames: unlimitedRequests.orders } : {}),
      })
      return {
        http,
        services,
        secret,
        tenants,
        accessPassword: accessPassword(secret),
        setupToken: setUp.token,
      }
    }).pipe(Effect.provide(services))
  })
