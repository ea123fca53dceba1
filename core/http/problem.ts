import { Cause, Schema } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { Locked, Unauthorized } from "#core/security/tokens.ts"
import { isTransient, refusalStatus } from "./refusal-status.ts"

/** Body of every answer that is not good (contract §2). */
export const ProblemBody = Schema.Struct({
  /** One plain English sentence for a person. */
  detail: Schema.String,
  code: Schema.String,
  meta: Schema.Record(Schema.String, Schema.Unknown),
}).annotate({ identifier: "Problem" })
export type ProblemBody = typeof ProblemBody.Type

export interface Problem {
  readonly status: number
  readonly body: ProblemBody
  /** Seconds, at least 1, where trying again helps. */
  readonly retryAfter?: number
}

/** Everything a route may fail with on purpose. */
export type RouteFailure = CommandFailure | Unauthorized | Locked

/** @param code UPPER_SNAKE; the status follows from it unless given */
export const problem = (
  code: string,
  detail: string,
  meta: Readonly<Record<string, unknown>> = {},
  status = refusalStatus(code),
): Problem => ({
  status,
  body: { detail, code, meta },
  ...(isTransient(status) ? { retryAfter: retryAfterOf(meta) } : {}),
})

/** How a route's failure looks from outside. A defect says nothing of what happened: the log does, under the request's id. */
export const problemOf = (cause: Cause.Cause<RouteFailure>, defectCode: string): Problem => {
  const failure = cause.reasons.find(Cause.isFailReason)?.error
  if (failure !== undefined) return failureProblem(failure)
  if (Cause.hasInterruptsOnly(cause)) return shuttingDown
  return problem(defectCode, "Something went wrong in the hub; the request's id finds it", {}, 500)
}

const failureProblem = (failure: RouteFailure): Problem => {
  switch (failure._tag) {
    case "Refused":
      return problem(failure.code, failure.detail, failure.meta)
    case "Unauthorized":
      return problem("AUTH_INVALID", failure.detail)
    case "Locked":
      return problem("AUTH_LOCKED", "Too many wrong passwords; wait and try again", {
        retryAfterMs: failure.retryAfterMs,
      })
    case "Overloaded":
      // The reason names queues and actors: it is for the log and the operator, not for a stranger.
      return problem("OVERLOADED", "The hub is too busy; try again with the same id", {
        retryAfterMs: failure.retryAfterMs,
      })
    case "Outage":
      return problem(
        "OUTAGE",
        "Something that the hub needs does not answer; repeat the request with the same id",
      )
  }
}

const retryAfterOf = (meta: Readonly<Record<string, unknown>>): number => {
  const ms = meta["retryAfterMs"]
  return typeof ms === "number" ? Math.max(1, Math.ceil(ms / 1000)) : 1
}

export const shuttingDown = problem("SHUTTING_DOWN", "The hub is shutting down; try again")
