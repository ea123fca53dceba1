import type { PluginAnswer } from "./plugin-host.ts"

export type JsonAnswer = Extract<PluginAnswer, { readonly json: unknown }>

/** The answer as it was, and the header that says so (contract §2). */
export const replayed = (answer: JsonAnswer): PluginAnswer => ({
  ...answer,
  headers: { ...answer.headers, "Idempotency-Replayed": "true" },
})
