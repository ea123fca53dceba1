import { Effect, Exit, Option } from "effect"
import { Headers, HttpTraceContext } from "effect/http"
import type { TraceRequest } from "#core/http/request-trace.ts"

/**
 * A request as a span of the trace that its sender began (`traceparent`), by the route's pattern: ids and secrets in
 * addresses stay out. A refusal is an answer and no error of the hub.
 */
export const tracedRequest: TraceRequest = (asked, statusOf, answer) => {
  const { method, path, headers, tenantId } = asked
  const parent = HttpTraceContext.fromHeaders(Headers.fromInput(headers))
  const told = Effect.flatMap(Effect.exit(answer), (exit) => {
    const status = statusOf(exit)
    return Effect.andThen(
      Effect.annotateCurrentSpan("http.response.status_code", status),
      Exit.isFailure(exit) && status >= 500 ? Effect.failCause(exit.cause) : Effect.succeed(exit),
    )
  })
  return Effect.flatten(
    Effect.withSpan(told, `${method} ${path}`, {
      kind: "server",
      captureStackTrace: false,
      ...(Option.isSome(parent) ? { parent: parent.value } : {}),
      attributes: {
        "http.request.method": method,
        "http.route": path,
        ...(tenantId === undefined ? {} : { "heard.tenant": tenantId }),
      },
    }),
  )
}
