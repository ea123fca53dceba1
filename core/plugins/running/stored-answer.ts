import type { PluginAnswer } from "./plugin-host.ts"

export type JsonAnswer = Extract<PluginAnswer, { readonly json: unknown }>

/** The answer as it was, and the header that says so (contract §2). */
export const replayed = (answer: JsonAnswer): PluginAnswer => ({
  ...answer,
  headers: { ...answer.headers, "Idempotency-Replayed": "true" },
})

/** What the caller of a request gets that may have been answered before. */
export const answerOf = (outcome: {
  readonly answer: PluginAnswer
  readonly replayed: boolean
}): PluginAnswer =>
  outcome.replayed && "json" in outcome.answer ? replayed(outcome.answer) : outcome.answer
