import { Effect, Exit, Result } from "effect"
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { decodeWith, type InputIssue } from "#core/hub/decode.ts"
import type { PluginAnswer } from "#core/plugins/plugin-host.ts"
import { type Admission, tokenOf } from "./admission.ts"
import type { RouteMetrics } from "./http-metrics.ts"
import { type Problem, problem, problemOf, type RouteFailure } from "./problem.ts"
import { jsonType, sendProblem } from "./problem-error.ts"
import type { RequestFibers } from "./request-fibers.ts"
import type { Route, RouteRequest } from "./route.ts"

/** Mounts one route: admitted, decoded, run on one fiber, answered. */
export const mount = (
  app: FastifyInstance,
  route: Route,
  deps: {
    readonly admission: Admission
    readonly fibers: RequestFibers
    readonly metrics: RouteMetrics
  },
): void => {
  const { fibers } = deps
  const read = requestReader(route)
  const measure = deps.metrics.forRoute(route.method, route.path)

  const handler = (request: FastifyRequest, reply: FastifyReply): void => {
    const asked = read(request)
    if (Result.isFailure(asked)) {
      sendProblem(reply, invalid(asked.failure))
      return
    }
    const { scope } = request
    const annotations =
      scope === null
        ? { requestId: request.id }
        : { requestId: request.id, tenant: scope.tenantId, principal: scope.principal.id }
    const stop = fibers.run(answerTo(route, scope, asked.success), annotations, (exit) => {
      if (Exit.isSuccess(exit)) return send(reply, exit.value)
      const failed = problemOf(exit.cause, route.defectCode)
      if (failed.status >= 500)
        fibers.run(
          Effect.logError("A request failed", exit.cause),
          { ...annotations, route: `${route.method} ${route.path}`, code: failed.body.code },
          () => undefined,
        )
      sendProblem(reply, failed)
    })
    // Only a read: a command whose caller went away is carried out, its answer waits under the same cid.
    if (route.method === "GET") reply.raw.once("close", stop)
  }

  app.route({
    method: route.method,
    url: route.path,
    onRequest: deps.admission.admit(route),
    onResponse: (_request, reply, done) => {
      measure(reply.statusCode, reply.elapsedTime)
      done()
    },
    handler,
  })
}

const answerTo = (
  route: Route,
  scope: FastifyRequest["scope"],
  request: RouteRequest,
): Effect.Effect<PluginAnswer, RouteFailure> =>
  // Suspended, so that a route that throws while it builds its effect is a defect of that route.
  Effect.suspend(() => {
    if (route.access === "public") return route.handle(request)
    return scope === null
      ? Effect.die("A request got past admission")
      : route.handle(scope, request)
  })

const send = (reply: FastifyReply, answer: PluginAnswer): void => {
  reply.code(answer.status)
  if ("bytes" in answer) {
    reply.type(answer.contentType).send(answer.bytes)
    return
  }
  if (answer.headers !== undefined) reply.headers(answer.headers)
  if (answer.json === undefined) reply.send()
  else reply.type(jsonType).send(JSON.stringify(answer.json))
}

type Decoded = Result.Result<unknown, ReadonlyArray<InputIssue>>

const requestReader = (
  route: Route,
): ((request: FastifyRequest) => Result.Result<RouteRequest, ReadonlyArray<InputIssue>>) => {
  const decodeQuery = route.query === undefined ? anyQuery : queryDecoder(route.query)
  const decodeBody = route.body === undefined ? noBody : decodeWith(route.body)
  const isPublic = route.access === "public"
  return (request) => {
    const query = decodeQuery(request.query)
    const body = decodeBody(request.body)
    const key = request.headers["idempotency-key"]
    const isKeySane = key === undefined || (typeof key === "string" && saneKey.test(key))
    if (Result.isFailure(query) || Result.isFailure(body) || !isKeySane)
      return Result.fail([
        ...(isKeySane ? [] : [badKey]),
        ...(Result.isFailure(query) ? query.failure : []),
        ...(Result.isFailure(body) ? body.failure : []),
      ])
    const token = isPublic ? tokenOf(request) : undefined
    return Result.succeed({
      requestId: request.id,
      address: request.ip,
      params: request.params as Readonly<Record<string, string>>,
      query: query.success,
      body: body.success,
      rawBody: request.body,
      ...(key === undefined ? {} : { idempotencyKey: key }),
      ...(token === undefined ? {} : { token }),
    })
  }
}

/** A body's paths stand as they are, as over sockets; a query's say that the address is meant. */
const queryDecoder = (schema: NonNullable<Route["query"]>): ((query: unknown) => Decoded) => {
  const decode = decodeWith(schema)
  return (query) =>
    Result.mapError(decode(query), (issues) =>
      issues.map(({ path, message }) => ({ path: `query.${path}`, message })),
    )
}

/** A route without a query leaves one alone: proxies and browsers add their own. */
const anyQuery = (): Decoded => nothing

/** A route without a body takes none, or the empty object that some clients always send. */
const noBody = (body: unknown): Decoded =>
  body === undefined ||
  body === null ||
  (typeof body === "object" && Object.keys(body).length === 0)
    ? nothing
    : Result.fail([{ path: "", message: "This takes no body" }])

const nothing: Decoded = Result.succeed(undefined)

const invalid = (issues: ReadonlyArray<InputIssue>): Problem =>
  problem("VALIDATION_FAILED", "The request is not understood; meta.issues says why", { issues })

const badKey: InputIssue = {
  path: "headers.idempotency-key",
  message: "Expected 1 to 128 visible characters",
}
const saneKey = /^[\x21-\x7e]{1,128}$/
