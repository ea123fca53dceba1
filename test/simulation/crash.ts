/**
 * `npm run test:crash`: clients order while hub, PostgreSQL and printers are killed at random moments; then every promise
 * is checked. `-- --kills 500 --seed 7` for a long night, `-- --short` for every change: then the negative control (a hub
 * that answers before it has stored) runs too, and must be caught.
 */
import { existsSync } from "node:fs"
import { parseArgs } from "node:util"
import { type CrashRun, crashRun } from "./crash-run.ts"

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "150" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    clients: { type: "string", default: "50" },
    /** At most a minute and a half, with the negative control. */
    short: { type: "boolean", default: false },
    /** Only the negative control. */
    negative: { type: "boolean", default: false },
  },
})

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const seed = Number(values.seed)
const clients = Number(values.clients)

const run = async (acknowledgeBeforeCommit: boolean, kills: number): Promise<CrashRun> => {
  say(`seed ${seed}, ${clients} clients, ${kills} kills`)
  const done = await crashRun({
    seed,
    clients,
    kills,
    inspectEvery: acknowledgeBeforeCommit ? 3 : 25,
    acknowledgeBeforeCommit,
    say,
  })
  report(done)
  return done
}

const report = ({
  kills,
  heard,
  papers,
  copies,
  refusals,
  breaks,
  seconds,
  violations,
  dataDir,
}: CrashRun) => {
  const back = kills.map(({ backMs }) => backMs).sort((a, b) => a - b)
  const of = (victim: string) => kills.filter((kill) => kill.victim === victim).length
  say(
    `${Math.round(seconds)} s: ${kills.length} kills (hub ${of("hub")}, PostgreSQL ${of("PostgreSQL")}, both ${of("hub and PostgreSQL")}, printers ${of("printers")}), ready again after ${Math.round(back[back.length >> 1] ?? 0)} ms, at most ${Math.round(back.at(-1) ?? 0)} ms`,
  )
  say(`${heard} commands heard, ${papers} papers cut, ${copies} of them marked as possible copies`)
  say(`screens lost their connection ${breaks} times`)
  say(`refused: ${[...refusals].map(([code, count]) => `${code} ${count}`).join(", ") || "none"}`)
  for (const { promise, what } of violations.slice(0, 20)) say(`BROKEN ${promise}: ${what}`)
  say(
    violations.length === 0
      ? "0 lost, 0 screens wrong, 0 silent duplicates"
      : `${violations.length} promises broken${existsSync(dataDir) ? `; the folder is kept: ${dataDir}` : ""}`,
  )
}

const negativeControl = async (): Promise<boolean> => {
  say("\nnegative control: a hub that answers before it has stored")
  // Chance decides which kill falls between the word and the deed: it ends with the first order that is lost.
  const { violations } = await run(true, 30)
  const caught = violations.length > 0
  say(caught ? "caught, as it must be" : "NOT CAUGHT: the checks are blind")
  return caught
}

const good =
  values.negative ||
  (await run(false, values.short ? 8 : Number(values.kills))).violations.length === 0
const caught = !(values.negative || values.short) || (await negativeControl())
process.exit(good && caught ? 0 : 1)
