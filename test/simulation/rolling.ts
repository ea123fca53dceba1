/**
 * `npm run test:rolling`: the hub is stopped by SIGTERM and started again while clients order and cooks work. No command
 * may be lost or doubled, and whoever was connected comes back spread out. `-- --restarts 20 --seed 7`.
 */
import { parseArgs } from "node:util"
import { rollingRun } from "./rolling-run.ts"

const { values } = parseArgs({
  options: {
    restarts: { type: "string", default: "5" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    clients: { type: "string", default: "40" },
    watchers: { type: "string", default: "200" },
  },
})

const say = (line: string): void => {
  process.stdout.write(`${line}\n`)
}

const seed = Number(values.seed)
say(`seed ${seed}, ${values.clients} clients, ${values.watchers} watchers`)
const { violations, restarts, heard, dataDir } = await rollingRun({
  seed,
  restarts: Number(values.restarts),
  clients: Number(values.clients),
  watchers: Number(values.watchers),
  say,
})
say(`${restarts.length} restarts, ${heard} commands heard`)
for (const { promise, what } of violations.slice(0, 20)) say(`BROKEN ${promise}: ${what}`)
say(
  violations.length === 0
    ? "0 commands lost, 0 doubled, 0 screens wrong"
    : `${violations.length} promises broken; the folder is kept: ${dataDir}`,
)
process.exit(violations.length === 0 ? 0 : 1)
