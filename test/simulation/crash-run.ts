import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { chanceOf } from "#devices/simulators/service-random.ts"
import { mayBeSecond, readPapers } from "./check/cut-papers.ts"
import type { Violation } from "./check/violation.ts"
import { beginEvening, type Evening } from "./evening.ts"
import { type House, openHouse } from "./house.ts"
import { inspect, inspectLog } from "./inspection.ts"
import { type Kill, killOnce } from "./killer.ts"

export interface CrashRunOptions {
  readonly seed: number
  readonly kills: number
  readonly clients: number
  /** Everything is looked at after so many kills, and at the end. */
  readonly inspectEvery: number
  /** The hub answers before it has stored: the checks must notice. */
  readonly acknowledgeBeforeCommit: boolean
  readonly say: (line: string) => void
}

export interface CrashRun {
  readonly violations: ReadonlyArray<Violation>
  readonly kills: ReadonlyArray<Kill>
  readonly heard: number
  readonly refusals: ReadonlyMap<string, number>
  readonly breaks: number
  /** Papers that came out, and those of them that say that they may be a second one. */
  readonly papers: number
  readonly copies: number
  readonly seconds: number
  /** Kept when something was wrong: logs, database, journals, papers. */
  readonly dataDir: string
}

/** One evening of orders and power cuts. */
export const crashRun = async (options: CrashRunOptions): Promise<CrashRun> => {
  const { seed, say } = options
  const began = performance.now()
  const dataDir = mkdtempSync(join(tmpdir(), "heard-crash-"))
  const env: Record<string, string> = options.acknowledgeBeforeCommit
    ? { HEARD_TEST_ACK_BEFORE_COMMIT: "1" }
    : {}
  const house = await openHouse(dataDir, seed, env)
  const evening = beginEvening(house, seed, options.clients)
  evening.turn.begin()
  const kills: Array<Kill> = []
  const violations: Array<Violation> = []
  try {
    const chance = chanceOf(seed)
    for (let n = 1; n <= options.kills && violations.length === 0; n += 1) {
      const kill = await killOnce(house, chance)
      kills.push(kill)
      say(`  ${n}  ${kill.victim}, back after ${Math.round(kill.backMs)} ms`)
      if (!options.acknowledgeBeforeCommit)
        violations.push(...(await stillThere(house, evening, n)))
      if (n % options.inspectEvery !== 0 && n !== options.kills) continue
      const look = options.acknowledgeBeforeCommit ? inspectLog : inspect
      violations.push(...(await look(house, evening)))
      say(`  inspected: ${evening.ledger.promised.length} heard, ${violations.length} wrong`)
      if (n !== options.kills) evening.turn.begin()
    }
    await evening.end()
  } finally {
    await house.close()
  }
  const papers = readPapers(house.papersFile)
  // What a hub lost that was made to lose it needs no looking into.
  if (violations.length === 0 || options.acknowledgeBeforeCommit)
    rmSync(dataDir, { recursive: true, force: true })
  return {
    violations,
    kills,
    heard: evening.ledger.promised.length,
    refusals: evening.ledger.refusals,
    breaks: evening.screens.reduce((sum, { breaks }) => sum + breaks, 0),
    papers: papers.length,
    copies: papers.filter(mayBeSecond).length,
    seconds: (performance.now() - began) / 1000,
    dataDir,
  }
}

/** The last promises before a kill are the ones most likely to be lost. */
const lookedAt = 10

const stillThere = async (
  { api, hub }: House,
  { ledger }: Evening,
  kill: number,
): Promise<ReadonlyArray<Violation>> => {
  const last = ledger.promised.slice(-lookedAt)
  await hub.ready()
  const found = await Promise.all(
    last.map(async ({ orderId, op, rev }) => {
      const { status, body } = await api.send("GET", `/plugins/orders/orders/${orderId}`)
      const now = (body as { readonly rev?: number }).rev ?? 0
      // A database that is being started again is no answer either way.
      return status >= 500 || now >= rev
        ? []
        : [`after kill ${kill} the order ${orderId} is at ${now}; ${op} was heard as ${rev}`]
    }),
  )
  return found.flat().map((what) => ({ promise: "heard", what }))
}
