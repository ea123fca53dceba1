/**
 * `npm run test:outage`: the network of a restaurant is pulled, screens, handhelds and printers with it, while 1,200
 * orders come in from outside and waiters go on taking theirs; then it is plugged in again and everything is measured.
 * The orders come as fast as the hub takes them; `-- --true-time` sends two a second, which takes ten minutes.
 */
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { startHub } from "#test/support/hub-process.ts"
import { outageRun } from "./outage-run.ts"

const { values } = parseArgs({
  options: {
    orders: { type: "string", default: "1200" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    "true-time": { type: "boolean", default: false },
  },
})

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const seed = Number(values.seed)
const dataDir = mkdtempSync(join(tmpdir(), "heard-outage-"))
const hub = await startHub(dataDir)
let good = false
try {
  await hub.ready()
  say(`seed ${seed}`)
  const run = await outageRun(hub, dataDir, {
    seed,
    orders: Number(values.orders),
    everyMs: values["true-time"] ? 500 : 0,
    say,
  })
  const inSeconds = (ms: number) => (ms / 1000).toFixed(1)
  say(
    `after its return: what waited on handhelds heard within ${inSeconds(run.heardMs)} s, everybody shows the truth within ${inSeconds(run.shownMs)} s, ${run.papers} papers out within ${inSeconds(run.printedMs)} s`,
  )
  for (const what of run.violations.slice(0, 20)) say(`BROKEN ${what}`)
  good = run.violations.length === 0 && hub.surprises().length === 0
  say(good ? "0 lost, 0 doubled, 0 out of order" : `${run.violations.length} promises broken`)
} finally {
  await hub.stop()
  if (good) rmSync(dataDir, { recursive: true, force: true })
  else say(`the folder is kept: ${dataDir}`)
}
process.exit(good ? 0 : 1)
