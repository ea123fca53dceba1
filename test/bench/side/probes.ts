import { monitorEventLoopDelay } from "node:perf_hooks"
import type { Asked, Probe, Question } from "./child.ts"

/** Finest that the histogram can tell, in milliseconds; what it measures includes this much of waiting. */
const resolutionMs = 1

/** Answers what the parent asks about this process. */
export const answerProbes = (): void => {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs })
  process.on("message", (question: Question | Asked) => {
    if (typeof question === "object") return
    if (question === "collect") for (let n = 0; n < 4; n++) globalThis.gc?.()
    const { rss, heapUsed } = process.memoryUsage()
    const probe: Probe = {
      longestBlockMs: Math.max(0, delay.max / 1e6 - resolutionMs),
      residentBytes: rss,
      heapBytes: heapUsed,
    }
    // Only while somebody wants to know: its timer fires a thousand times a second.
    delay.disable()
    if (question === "reset") {
      delay.reset()
      delay.enable()
    }
    process.send?.(probe)
  })
}

/** Answers one more question, by name, of those that only this process can answer. */
export const answers = (what: string, answer: (given: unknown) => unknown): void => {
  process.on("message", (question: Question | Asked) => {
    if (typeof question !== "object" || question.what !== what) return
    Promise.resolve(answer(question.given)).then(
      (found) => process.send?.({ found }),
      (cause: unknown) => {
        process.stderr.write(`${what}: ${String(cause)}\n`)
        process.exit(1)
      },
    )
  })
}
