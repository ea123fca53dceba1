import { Cause, Exit } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { Ending } from "./circuits.ts"
import { longStretchMs } from "./long-stretches.ts"

/** What is known of a call when it ends. */
interface Call {
  readonly at: number
  /** A string, of a request. */
  readonly requestId: unknown
  /** How long after its limit it ended, what others took from it aside. Negative: in time. */
  readonly lateMs: number
  /** How long it kept the thread to itself at the end. */
  readonly keptMs: number
}

/**
 * What the end of a call says of the plugin. A refusal is an answer, unless it comes after a loop that no limit could cut.
 * What nobody in the plugin can help (an outage, a caller that went away, a loop of another plugin) says nothing of it.
 */
export const endingOf = (exit: Exit.Exit<unknown, CommandFailure>, call: Call): Ending => {
  if (call.lateMs > 0 && call.keptMs > longStretchMs) return looped(call)
  if (Exit.isSuccess(exit)) return "answered"
  if (exit.cause.reasons.some(Cause.isDieReason))
    return { code: "PLUGIN_ERROR", detail: lineOf(Cause.squash(exit.cause)), ...named(call) }
  const failure = exit.cause.reasons.find(Cause.isFailReason)?.error
  if (failure?._tag !== "Refused") return "neither"
  const { code, detail } = failure
  if (code === "PLUGIN_START_FAILED" || code === "PLUGIN_UNAVAILABLE") return "neither"
  if (code !== "PLUGIN_TIMEOUT") return "answered"
  return call.lateMs < 0 ? "neither" : { code, detail, ...named(call) }
}

const looped = (call: Call): Ending => ({
  code: "PLUGIN_TIMEOUT",
  detail: `It kept everybody waiting for ${Math.round(call.keptMs)} ms, which no limit could cut`,
  ...named(call),
})

/** Longest text of a fault that is kept. */
const longestLine = 500

/** What was thrown, in one line. */
export const lineOf = (thrown: unknown): string => {
  const text = thrown instanceof Error ? thrown.message || thrown.name : String(thrown)
  return (text.split("\n", 1)[0] ?? "").slice(0, longestLine)
}

const named = ({ at, requestId }: Call) => ({
  at,
  ...(typeof requestId === "string" ? { requestId } : {}),
})
