import type { IncomingHttpHeaders } from "node:http"
import type { Effect, Exit } from "effect"
import type { RouteFailure } from "./problem.ts"
import type { RouteAnswer } from "./route.ts"

type Answer = Effect.Effect<RouteAnswer, RouteFailure>

/** Tells somebody who looks on from outside what a request did and how long it took. */
export type TraceRequest = (
  asked: {
    readonly method: string
    /** The route's pattern. */
    readonly path: string
    readonly headers: IncomingHttpHeaders
    readonly tenantId: string | undefined
  },
  /** The HTTP status that its sender gets. */
  statusOf: (exit: Exit.Exit<RouteAnswer, RouteFailure>) => number,
  answer: Answer,
) => Answer
