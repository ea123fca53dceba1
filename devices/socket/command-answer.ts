import { Cause, Effect, Exit } from "effect"
import type { ServerFrame } from "#core/hub/frame.ts"
import type { Answer, CommandFailure } from "#core/hub/gate.ts"
import type { UnknownView } from "#core/hub/view.ts"

type Ack = Extract<ServerFrame, { t: "ack" }>
type Nack = Extract<ServerFrame, { t: "nack" }>

/** What the sender of a command is told. */
export const answerFrame = (cid: string, exit: Exit.Exit<Answer, CommandFailure>): Ack | Nack =>
  Exit.isSuccess(exit)
    ? {
        t: "ack",
        cid,
        ...(exit.value.result === undefined ? {} : { result: exit.value.result }),
        ...(exit.value.rev === undefined ? {} : { rev: exit.value.rev }),
        ...(exit.value.toOrderId === undefined ? {} : { toOrderId: exit.value.toOrderId }),
      }
    : { t: "nack", cid, ...refusalOf(exit.cause) }

/** The one place where a socket turns failures into codes. A bug shows no detail outside; {@link noteDefect} notes it. */
export const refusalOf = (
  cause: Cause.Cause<CommandFailure | UnknownView>,
): Pick<Nack, "code" | "detail" | "meta"> => {
  const failure = cause.reasons.find(Cause.isFailReason)?.error
  switch (failure?._tag) {
    case "Refused":
      return { code: failure.code, detail: failure.detail, meta: failure.meta }
    case "Overloaded":
      return {
        code: "OVERLOADED",
        detail: failure.reason,
        meta: { retryAfterMs: failure.retryAfterMs },
      }
    case "Outage":
      return { code: "OUTAGE", detail: failure.reason, meta: {} }
    case "UnknownView":
      return {
        code: "VIEW_UNKNOWN",
        detail: "There is no such view",
        meta: { view: failure.view },
      }
    case undefined:
      return Cause.hasInterruptsOnly(cause)
        ? { code: "OUTAGE", detail: "The hub is stopping; ask again", meta: {} }
        : { code: "INTERNAL", detail: "The hub made a mistake; it was noted", meta: {} }
  }
}

/** Log a bug with what was asked; everything else is an answer and no news. */
export const noteDefect = <A, E, R>(
  effect: Effect.Effect<A, E, R>,
  what: Readonly<Record<string, string>>,
): Effect.Effect<A, E, R> =>
  Effect.tapCause(effect, (cause) =>
    cause.reasons.some(Cause.isDieReason)
      ? Effect.annotateLogs(Effect.logError("A socket request met a bug", cause), what)
      : Effect.void,
  )
