import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { connectHub } from "#core/client/hub-client.ts"
import type { Violation } from "./check/violation.ts"
import { beginEvening } from "./evening.ts"
import { openHouse } from "./house.ts"
import { inspect } from "./inspection.ts"
import { until } from "./reconnect/until.ts"

export interface RollingOptions {
  readonly seed: number
  readonly restarts: number
  readonly clients: number
  /** People who only look, to see how they come back. */
  readonly watchers: number
  readonly say: (line: string) => void
}

/** One restart, in milliseconds. */
interface Restart {
  /** From the signal until the process is gone. */
  readonly stoppedMs: number
  /** From the signal until it is ready again. */
  readonly readyMs: number
  /** From ready until the last watcher is live. */
  readonly backMs: number
  /** Most watchers that came back within {@link crowdMs}. */
  readonly crowd: number
}

export interface RollingRun {
  readonly violations: ReadonlyArray<Violation>
  readonly restarts: ReadonlyArray<Restart>
  readonly heard: number
  readonly dataDir: string
}

export const crowdMs = 100
const backWithinMs = 30_000

/** The hub is stopped in good order and started again while everybody works; then everything is looked at. */
export const rollingRun = async (options: RollingOptions): Promise<RollingRun> => {
  const { seed, clients, watchers, say } = options
  const dataDir = mkdtempSync(join(tmpdir(), "heard-rolling-"))
  const house = await openHouse(dataDir, seed, {})
  const evening = beginEvening(house, seed, clients)
  const lives: Array<number> = []
  const people = Array.from({ length: watchers }, () => {
    const hub = connectHub({ url: house.hub.url, token: house.api.token })
    hub.watch("floor", () => undefined)
    hub.onStatus((status) => {
      if (status === "live") lives.push(performance.now())
    })
    return hub
  })
  const restarts: Array<Restart> = []
  const violations: Array<Violation> = []
  try {
    evening.turn.begin()
    await until(() => people.every(({ status }) => status === "live"), backWithinMs)
    for (let n = 1; n <= options.restarts; n += 1) {
      await wait(1_500)
      lives.length = 0
      const at = performance.now()
      const code = await house.hub.restart()
      const stoppedMs = performance.now() - at
      if (code !== 0)
        violations.push({ promise: "alive", what: `the hub stopped with ${code ?? "SIGKILL"}` })
      await house.hub.ready()
      const ready = performance.now()
      if (!(await until(() => people.every(({ status }) => status === "live"), backWithinMs)))
        violations.push({ promise: "alive", what: `not everybody is back after restart ${n}` })
      const backMs = Math.max(0, (lives.at(-1) ?? ready) - ready)
      const restart = { stoppedMs, readyMs: ready - at, backMs, crowd: crowdOf(lives) }
      restarts.push(restart)
      say(
        `  ${n}  stopped after ${Math.round(stoppedMs)} ms, ready after ${Math.round(restart.readyMs)} ms, the last of ${watchers} live ${Math.round(backMs)} ms later, at most ${restart.crowd} within ${crowdMs} ms`,
      )
    }
    violations.push(...(await inspect(house, evening)))
    await evening.end()
  } finally {
    for (const hub of people) hub.close()
    await house.close()
  }
  if (violations.length === 0) rmSync(dataDir, { recursive: true, force: true })
  return { violations, restarts, heard: evening.ledger.promised.length, dataDir }
}

const crowdOf = (lives: ReadonlyArray<number>): number =>
  lives.reduce(
    (most, from) =>
      Math.max(most, lives.filter((live) => live >= from && live < from + crowdMs).length),
    0,
  )
