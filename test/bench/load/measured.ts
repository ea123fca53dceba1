import { cpuOfTree } from "./cpu.ts"
import { openLoop, type Run } from "./open-loop.ts"

/** CPU of one run, in microseconds an operation. */
export interface CpuPerOperation {
  readonly server: number
  readonly postgres: number
  /** The load generator's own: it shares the machine. */
  readonly load: number
}

export interface MeasuredRun extends Run {
  readonly cpu: CpuPerOperation
}

export interface Load {
  readonly serverPid: number
  readonly postgresPid: number
  readonly operation: (n: number) => Promise<void>
}

export const measured = async (load: Load, rate: number, seconds: number): Promise<MeasuredRun> => {
  const before = cpuNow(load)
  const run = await openLoop(rate, seconds, load.operation)
  const after = cpuNow(load)
  const perOperation = (from: number, to: number) => ((to - from) * 1e6) / Math.max(1, run.done)
  return {
    ...run,
    cpu: {
      server: perOperation(before.server, after.server),
      postgres: perOperation(before.postgres, after.postgres),
      load: perOperation(before.load, after.load),
    },
  }
}

const cpuNow = ({ serverPid, postgresPid }: Load) => {
  const { user, system } = process.cpuUsage()
  return {
    server: cpuOfTree(serverPid),
    postgres: cpuOfTree(postgresPid),
    load: (user + system) / 1e6,
  }
}

/** Longest 99th percentile that still counts as keeping up, in milliseconds. */
const tolerableMs = 50
/** Share of what was offered that must have been done in time. */
const keptUp = 0.97
const step = 1.2

export const keepsUp = (run: Run): boolean =>
  run.failed === 0 &&
  run.unanswered === 0 &&
  run.done / run.seconds >= run.offered * keptUp &&
  run.latencies.p99 <= tolerableMs

/**
 * The highest rate of a ladder that a side keeps up with. A rung that fails is tried once more: on a shared machine one
 * stall of somebody else would end the ladder.
 */
export const limitOf = async (load: Load, from: number, seconds: number): Promise<number> => {
  let limit = from / step
  for (let rate = from; ; rate = Math.round(rate * step)) {
    const passed =
      keepsUp(await measured(load, rate, seconds)) || keepsUp(await measured(load, rate, seconds))
    if (!passed) return Math.round(limit)
    limit = rate
  }
}

/** By the middle: one run that somebody else's work disturbed does not count. */
export const median = (values: ReadonlyArray<number>): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN
}
