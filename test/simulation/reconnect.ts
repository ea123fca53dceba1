/**
 * `npm run test:reconnect`: real clients over both transports lose their connections to a real hub 5,000 times, in every
 * way that a network has, while orders keep changing. Every picture after a reconnect is compared with that of somebody
 * who was never away, and at the end with the log. `-- --short` for every change; then the negative control (a client
 * that ignores what it missed) runs too, and must be caught. `-- --seed 7` repeats a day.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { startHub } from "#test/support/hub-process.ts"
import { type ReconnectRun, reconnectRun } from "./reconnect/reconnect-run.ts"
import { restaurantOf } from "./reconnect/restaurant.ts"

const { values } = parseArgs({
  options: {
    reconnects: { type: "string", default: "5000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    handhelds: { type: "string", default: "30" },
    screens: { type: "string", default: "20" },
    /** Less than 40 s, with the negative control. */
    short: { type: "boolean", default: false },
  },
})

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const report = (run: ReconnectRun): void => {
  say(
    `${Math.round(run.seconds)} s: ${run.reconnects} reconnects over ${run.connections} connections, ${run.heard} commands heard, ${run.pictures} pictures compared`,
  )
  say(
    `${run.resumed} resumed, ${run.snapshots} snapshots, ${Math.round(run.characters / (run.resumed + run.snapshots))} characters each; all live ${Math.round(run.convergedMs)} ms after the last fault`,
  )
  for (const what of run.violations.slice(0, 20)) say(`BROKEN ${what}`)
  say(
    run.violations.length === 0
      ? "0 pictures wrong, 0 gaps, 0 commands lost or doubled, nothing sent that was not needed"
      : `${run.violations.length} promises broken`,
  )
}

const dataDir = mkdtempSync(join(tmpdir(), "heard-reconnect-"))
const hub = await startHub(dataDir)
let good = false
let caught = true
try {
  await hub.ready()
  const house = await restaurantOf(hub)
  const options = {
    seed: Number(values.seed),
    reconnects: values.short ? 300 : Number(values.reconnects),
    // Each signs in once, which costs the hub more than all that follows.
    handhelds: values.short ? 14 : Number(values.handhelds),
    screens: values.short ? 10 : Number(values.screens),
    ignoresGaps: false,
    say,
  }
  const run = await reconnectRun(house, options)
  report(run)
  good = run.violations.length === 0 && hub.surprises().length === 0
  if (values.short) {
    say("\nnegative control: a client that ignores what it missed")
    const control = await reconnectRun(house, { ...options, reconnects: 200, ignoresGaps: true })
    caught = control.violations.some((what) => what.includes("shows another"))
    say(caught ? "caught, as it must be" : "NOT CAUGHT: the checks are blind")
  }
} finally {
  await hub.stop()
  if (good) rmSync(dataDir, { recursive: true, force: true })
  else say(`the folder is kept: ${dataDir}`)
}
process.exit(good && caught ? 0 : 1)
