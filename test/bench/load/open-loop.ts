import { Latencies } from "./latencies.ts"

export interface Run {
  readonly offered: number
  readonly done: number
  readonly failed: number
  /** Neither done nor failed when the run was given up. */
  readonly unanswered: number
  readonly seconds: number
  /** From the intended start of each, so that a stall of the server is not hidden by waiting with the next. */
  readonly latencies: Latencies
}

/** How long a run may go on after its last arrival, in milliseconds. */
const graceMs = 20_000

/**
 * Starts `rate` operations a second for `seconds`, whether or not the earlier ones are done, and waits for the last.
 *
 * @param operation resolves when its answer came; a rejection counts as failed
 */
export const openLoop = async (
  rate: number,
  seconds: number,
  operation: (n: number) => Promise<void>,
): Promise<Run> => {
  const total = Math.round(rate * seconds)
  const latencies = new Latencies()
  const begin = performance.now()
  let started = 0
  let done = 0
  let failed = 0
  let last = begin
  await new Promise<void>((resolve) => {
    const settle = () => {
      last = performance.now()
      if (done + failed === total) resolve()
    }
    const launch = () => {
      const due = Math.min(total, Math.floor(((performance.now() - begin) / 1000) * rate) + 1)
      while (started < due) {
        const intended = begin + (started / rate) * 1000
        operation(started++).then(
          () => {
            latencies.add(performance.now() - intended)
            done += 1
            settle()
          },
          () => {
            failed += 1
            settle()
          },
        )
      }
      if (started < total) setTimeout(launch, 1)
      else setTimeout(resolve, graceMs).unref()
    }
    launch()
  })
  const unanswered = total - done - failed
  return { offered: rate, done, failed, unanswered, seconds: (last - begin) / 1000, latencies }
}
