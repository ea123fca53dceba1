import { Cause, Effect, Exit, Result } from "effect"
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import type { InputIssue } from "#core/hub/decode.ts"
import type { Admission } from "./admission.ts"
import type { RouteMetrics } from "./http-metrics.ts"
import { type Problem, problem, problemOf, type RouteFailure } from "./problem.ts"
import { jsonType, sendProblem } from "./problem-error.ts"
import type { RequestFibers } from "./request-fibers.ts"
import { requestReader } from "./request-reader.ts"
import type { TraceRequest } from "./request-trace.ts"
import type { Route, RouteAnswer, RouteRequest } from "./route.ts"
import { sendEvents } from "./stream-answer.ts"

/** Mounts one route: admitted, decoded, run on one fiber, answered. */
export const mount = (
  app: FastifyInstance,
  route: Route,
  deps: {
    readonly admission: Admission
    readonly fibers: RequestFibers
    readonly metrics: RouteMetrics
    readonly trace?: TraceRequest
    /** Origin for requests from the hub's own machine. */
    readonly elsewhere?: string
  },
): void => {
  const { fibers, trace } = deps
  const statusOf = (exit: Exit.Exit<RouteAnswer, RouteFailure>): number =>
    Exit.isFailure(exit)
      ? problemOf(exit.cause, route.defectCode).status
      : "status" in exit.value
        ? exit.value.status
        : 200
  const read = requestReader(route, deps.elsewhere)
  const measure = deps.metrics.forRoute(route.method, route.path)

  const permission = route.access === "scoped" ? route.guard?.permission : undefined
  const over = (scope: FastifyRequest["scope"]): Effect.Effect<void> =>
    scope === null
      ? deps.admission.closed
      : Effect.race(deps.admission.closed, deps.admission.over(scope, permission))

  const handler = (request: FastifyRequest, reply: FastifyReply): void => {
    const asked = read(request)
    if (Result.isFailure(asked)) {
      sendProblem(reply, unread(route, request.scope, asked.failure))
      return
    }
    const { scope } = request
    const annotations =
      scope === null
        ? { requestId: request.id }
        : { requestId: request.id, tenant: scope.tenantId, principal: scope.principal.id }
    const answer = answerTo(route, scope, asked.success)
    const { headers } = request
    const told = trace?.({ ...route, headers, tenantId: scope?.tenantId }, statusOf, answer)
    const stop = fibers.run(told ?? answer, annotations, (exit) => {
      deps.admission.leave(reply)
      if (Exit.isSuccess(exit))
        return "events" in exit.value
          ? sendEvents(reply, exit.value, { fibers, over: over(scope) })
          : send(reply, exit.value)
      const failed = problemOf(exit.cause, route.defectCode)
      const report = reportOf(exit.cause)
      if (report !== undefined)
        fibers.run(
          report,
          { ...annotations, route: `${route.method} ${route.path}` },
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
): Effect.Effect<RouteAnswer, RouteFailure> =>
  // Suspended, so that a route that throws while it builds its effect is a defect of that route.
  Effect.suspend(() => {
    if (route.access === "public") return route.handle(request)
    return scope === null
      ? Effect.die("A request got past admission")
      : route.handle(scope, request)
  })

/** What goes into the log: bugs whole, outages by their reason; refusals and overload are everyday and only counted. */
const reportOf = (cause: Cause.Cause<RouteFailure>): Effect.Effect<void> | undefined => {
  if (cause.reasons.some(Cause.isDieReason)) return Effect.logError("A route broke", cause)
  const failure = cause.reasons.find(Cause.isFailReason)?.error
  return failure?._tag === "Outage" ? Effect.logWarning(`No answer: ${failure.reason}`) : undefined
}

const send = (
  reply: FastifyReply,
  answer: Exclude<RouteAnswer, { readonly events: unknown }>,
): void => {
  reply.code(answer.status)
  if ("headers" in answer && answer.headers !== undefined) reply.headers(answer.headers)
  if ("bytes" in answer) reply.type(answer.contentType).send(answer.bytes)
  else if (answer.json === undefined) reply.send()
  else reply.type(jsonType).send(JSON.stringify(answer.json))
}

/** What the caller may not use at all is not explained to them either. */
const unread = (
  route: Route,
  scope: FastifyRequest["scope"],
  issues: ReadonlyArray<InputIssue>,
): Problem => {
  const refusal = route.access === "scoped" && scope !== null ? route.refusal?.(scope) : undefined
  return refusal === undefined
    ? invalid(issues)
    : problem(refusal.code, refusal.detail, refusal.meta)
}

const invalid = (issues: ReadonlyArray<InputIssue>): Problem =>
  problem("VALIDATION_FAILED", "The request is not understood; meta.issues says why", { issues })
