import type { Server } from "node:http"
import type { AddressInfo, Socket } from "node:net"
import { Effect, Schema, type Scope } from "effect"
import Fastify, { type FastifyInstance } from "fastify"
import { notListening } from "#core/hub/not-listening.ts"
import { TenantDirectory } from "#core/hub/tenant-directory.ts"
import { RateLimits } from "#core/limits/rate-limits.ts"
import { TenantLimits } from "#core/limits/tenant-limits.ts"
import { PluginHost } from "#core/plugins/running/plugin-host.ts"
import { Accounts } from "#core/security/accounts.ts"
import { Audit } from "#core/security/audit.ts"
import { Tokens } from "#core/security/tokens.ts"
import { type Admission, admission } from "./admission.ts"
import type { WireChannel } from "./asyncapi.ts"
import { auditRoutes } from "./audit-routes.ts"
import { authRoutes } from "./auth-routes.ts"
import { allowOrigins } from "./cors.ts"
import { documentRoutes } from "./document-routes.ts"
import { type RouteMetrics, routeMetrics } from "./http-metrics.ts"
import { acceptJsonOnly, bodyLimit } from "./json-body.ts"
import { limitRoutes } from "./limit-routes.ts"
import { type MachineRoute, mountMachines } from "./machine-route.ts"
import { mount } from "./mount.ts"
import { pluginRoutes } from "./plugin-routes.ts"
import { answerBadAddress, answerBadBytes, answerFaults } from "./request-faults.ts"
import { type RequestFibers, requestFibers } from "./request-fibers.ts"
import { requestIdOf } from "./request-id.ts"
import type { TraceRequest } from "./request-trace.ts"
import type { Route } from "./route.ts"
import { staticPages } from "./static-pages.ts"
import { type ReadinessCheck, systemRoutes, version } from "./system-routes.ts"
import { answerUnknownAddress } from "./unknown-address.ts"

export interface HttpOptions {
  readonly host: string
  /** 0: any free one. */
  readonly port: number
  readonly apiPrefix: string
  readonly corsOrigins: ReadonlyArray<string>
  readonly checks: ReadonlyArray<ReadinessCheck>
  /** Extras of `/system/info`: addresses, the demo's flag and ports. */
  readonly info: Effect.Effect<Readonly<Record<string, unknown>>>
  /** Routes of the hub's own services, beside those that every process has. */
  readonly routes?: ReadonlyArray<Route>
  /** Addresses of machines that speak a protocol of their own, outside of the API. */
  readonly machines?: ReadonlyArray<MachineRoute>
  /** Folder of the built pages; absent: this process serves none. */
  readonly pages?: string
  /** What other edges speak, for `/asyncapi.json`. */
  readonly channels?: ReadonlyArray<WireChannel>
  /** Proxies in front whose `X-Forwarded-For` is believed; 0 unless given, so that nobody invents an address. */
  readonly trustedProxies?: number
  /** What others in the network call this hub by, `http://10.0.0.2:8080`; absent: as each request says. */
  readonly publicOrigin?: string
  /** Told of every request; absent: nobody is. */
  readonly trace?: TraceRequest
  /** Longest that a request's headers may take to arrive; 10 s unless given. */
  readonly headersTimeoutMs?: number
}

/** The port is taken, or the address is not one of this machine. */
export class CannotListen extends Schema.TaggedError<CannotListen>()("CannotListen", {
  host: Schema.String,
  port: Schema.Int,
  reason: Schema.String,
}) {
  override get message(): string {
    return notListening("PORT", this)
  }
}

export interface HttpServer {
  /** For sockets, which share the port. */
  readonly server: Server
  readonly address: { readonly host: string; readonly port: number }
}

/** How long a shutdown waits for requests that are under way. */
const drainLimit = "5 seconds"

/** Longest that the headers, and a whole request, may take to arrive, in milliseconds. */
const headersTimeoutMs = 10_000
const requestTimeoutMs = 30_000

/** Listens until the scope closes; then takes no more, finishes what runs, and hangs up. */
export const httpServer = (
  options: HttpOptions,
): Effect.Effect<
  HttpServer,
  CannotListen,
  PluginHost | Tokens | Accounts | Audit | RateLimits | TenantLimits | TenantDirectory | Scope.Scope
> =>
  Effect.gen(function* () {
    const host = yield* PluginHost
    const tokens = yield* Tokens
    const audit = yield* Audit
    const rateLimits = yield* RateLimits
    const metrics = yield* routeMetrics
    const fibers = yield* requestFibers
    const guard = admission({ tokens, rateLimits, fibers })
    const { apiPrefix } = options
    const served: ReadonlyArray<Route> = [
      ...systemRoutes({ apiPrefix, host, checks: options.checks, info: options.info }),
      ...authRoutes(tokens, yield* Accounts, apiPrefix),
      ...auditRoutes(audit, apiPrefix),
      ...limitRoutes({
        apiPrefix,
        directory: yield* TenantDirectory,
        limits: yield* TenantLimits,
        rates: rateLimits,
        audit,
      }),
      ...(options.routes ?? []),
      ...pluginRoutes(host, apiPrefix),
    ]
    const routes: ReadonlyArray<Route> = [
      ...served,
      ...documentRoutes({ apiPrefix, version, routes: served, channels: options.channels ?? [] }),
    ]
    const app = yield* Effect.acquireRelease(
      Effect.promise(() => build(options, routes, { host, admission: guard, fibers, metrics })),
      (app) => drain(app, guard, fibers),
    )
    yield* Effect.tryPromise({
      try: () => app.listen({ host: options.host, port: options.port }),
      catch: (cause) =>
        new CannotListen({
          host: options.host,
          port: options.port,
          reason: cause instanceof Error ? cause.message : "unknown",
        }),
    })
    const { port } = app.server.address() as AddressInfo
    return { server: app.server, address: { host: options.host, port } }
  })

const build = async (
  options: HttpOptions,
  routes: ReadonlyArray<Route>,
  deps: {
    readonly host: PluginHost["Service"]
    readonly admission: Admission
    readonly fibers: RequestFibers
    readonly metrics: RouteMetrics
  },
): Promise<FastifyInstance> => {
  const app: FastifyInstance = Fastify({
    logger: false,
    bodyLimit,
    requestTimeout: requestTimeoutMs,
    connectionTimeout: 2 * requestTimeoutMs,
    http: {
      headersTimeout: options.headersTimeoutMs ?? headersTimeoutMs,
      // Node looks every 30 s unless told: a slow client would hold its socket that long.
      connectionsCheckingInterval: (options.headersTimeoutMs ?? headersTimeoutMs) / 5,
      maxHeaderSize: 16 * 1024,
    },
    trustProxy: (_address: string, hop: number) => hop < (options.trustedProxies ?? 0),
    requestIdHeader: false,
    genReqId: (raw) => requestIdOf(raw.headers["x-request-id"]),
    // While closing, `admission` answers in our own words.
    return503OnClosing: false,
    forceCloseConnections: "idle",
    clientErrorHandler: (error, socket) => answerBadBytes(error, socket as Socket),
    frameworkErrors: answerBadAddress,
  })
  // The routes' Schemas are the only validators: what is decoded is what is documented.
  app.setValidatorCompiler(() => () => true)
  app.decorateRequest("scope", null)
  acceptJsonOnly(app)
  answerFaults(app, (effect) => deps.fibers.run(effect, {}, () => undefined))
  await allowOrigins(app, options.corsOrigins)
  const { host, admission: guard } = deps
  answerUnknownAddress(app, { apiPrefix: options.apiPrefix, routes, host, admission: guard })
  app.get("/metrics", { onRequest: deps.admission.admit(unlimited) }, (_request, reply) => {
    deps.fibers.run(deps.metrics.text, {}, (exit) => {
      reply.type("text/plain; version=0.0.4; charset=utf-8")
      reply.send(exit._tag === "Success" ? exit.value : "")
    })
  })
  if (options.pages !== undefined) await staticPages(app, options.pages)
  await mountMachines(app, options.machines ?? [], {
    ...deps,
    report: (cause, route) =>
      deps.fibers.run(
        Effect.logError("A machine's route broke", cause),
        { route },
        () => undefined,
      ),
  })
  const mounting =
    options.publicOrigin === undefined ? deps : { ...deps, elsewhere: options.publicOrigin }
  const traced = options.trace === undefined ? mounting : { ...mounting, trace: options.trace }
  for (const route of routes) mount(app, route, traced)
  return app
}

const unlimited = { access: "public", limit: "none" } as const

const drain = (
  app: FastifyInstance,
  guard: Admission,
  fibers: RequestFibers,
): Effect.Effect<void> =>
  Effect.gen(function* () {
    guard.close()
    yield* Effect.all([Effect.promise(() => app.close()), fibers.drained], {
      concurrency: "unbounded",
    }).pipe(Effect.timeoutOption(drainLimit))
    app.server.closeAllConnections()
  })
