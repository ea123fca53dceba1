import { monitorEventLoopDelay } from "node:perf_hooks"
import type { Probe, Question } from "./child.ts"

/** Finest that the histogram can tell, in milliseconds; what it measures includes this much of waiting. */
const resolutionMs = 1

/** Answers what the parent asks about this process. */
export const answerProbes = (): void => {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs })
  process.on("message", (question: Question) => {
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
