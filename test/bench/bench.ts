import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { type Outcome, type Row, tableOf } from "./report/row.ts"
import { type Rig, startRig } from "./side/rig.ts"
import { coldOrder } from "./workload/cold-order.ts"
import { deadPrinters } from "./workload/dead-printers.ts"
import { deviceFleet } from "./workload/device-fleet.ts"
import { durableOrders } from "./workload/durable-orders.ts"
import { eventBus } from "./workload/event-bus.ts"
import { fanOut } from "./workload/fan-out.ts"
import { idleTenants } from "./workload/idle-tenants.ts"
import { memory } from "./workload/memory.ts"
import { orderToPaper } from "./workload/order-to-paper.ts"
import { orderToScreen } from "./workload/order-to-screen.ts"
import { pluginRoute } from "./workload/plugin-route.ts"
import { restart } from "./workload/restart.ts"
import { switchedOff } from "./workload/switched-off.ts"

/**
 * `npm run bench`, `npm run bench -- W1 W3 --seconds 5`: the hub beside a hand-written floor, both up at the same time
 * over one PostgreSQL. Prints a table and keeps the raw numbers in `data/bench/`.
 */
const workloads: Readonly<Record<string, (rig: Rig) => Promise<Outcome>>> = {
  W1: durableOrders,
  W2: orderToScreen,
  W3: orderToPaper,
  W4: fanOut,
  W6: coldOrder,
  W7: restart,
  W8: memory,
  W10: deviceFleet,
  W13: pluginRoute,
  W14: switchedOff,
  W15: idleTenants,
  W16: eventBus,
  W17: deadPrinters,
}
/** Those that need the plugin of the benchmark itself. */
const withBell = new Set(["W13", "W14", "W16"])

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: "string", default: "4" },
    rounds: { type: "string", default: "3" },
    tenants: { type: "string", default: "20" },
    restarted: { type: "string", default: "100" },
    idle: { type: "string", default: "1000" },
  },
})
const chosen = positionals.length === 0 ? Object.keys(workloads) : positionals
const unknown = chosen.filter((name) => workloads[name] === undefined)
if (unknown.length > 0) {
  process.stderr.write(
    `There is no ${unknown.join()}; there are ${Object.keys(workloads).join(", ")}\n`,
  )
  process.exit(64)
}

let cleanUp = async (): Promise<void> => undefined
// Given up half-way, it must not leave a database server behind.
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void cleanUp().finally(() => process.exit(1)))

/** Each workload has servers of its own: thousands of orders that another left open are on every screen. */
const withRig = async (
  name: string,
  workload: (rig: Rig) => Promise<Outcome>,
): Promise<Outcome> => {
  const dataDir = mkdtempSync(join(tmpdir(), "heard-bench-"))
  const rig = await startRig({
    dataDir,
    // One printer each: it takes as many restaurants as printers.
    tenants: Math.max(Number(values.tenants), name === "W17" ? 50 : 0),
    seconds: Number(values.seconds),
    rounds: Number(values.rounds),
    restarted: Number(values.restarted),
    idle: Number(values.idle),
    bell: withBell.has(name),
    say: (line) => process.stderr.write(`${line}\n`),
  })
  cleanUp = async () => {
    await rig.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    return await workload(rig)
  } finally {
    await cleanUp()
  }
}

const rows: Array<Row> = []
const raw: Record<string, unknown> = {}
for (const name of chosen) {
  const workload = workloads[name]
  if (workload === undefined) continue
  process.stderr.write(`${name} …\n`)
  const outcome = await withRig(name, workload)
  rows.push(...outcome.rows)
  raw[name] = outcome.raw
  process.stdout.write(`${tableOf(outcome.rows)}\n\n`)
}
process.stdout.write(`\n${tableOf(rows)}\n`)
const folder = join(import.meta.dirname, "..", "..", "data", "bench")
mkdirSync(folder, { recursive: true })
const file = join(folder, `${new Date().toISOString().replaceAll(":", "-")}.json`)
writeFileSync(file, JSON.stringify({ options: values, rows, raw }, null, 1))
process.stdout.write(`\nRaw numbers: ${file}\n`)
