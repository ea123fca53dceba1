import {
  faultPlan,
  faultsText,
  soundConnection,
  type Weather,
} from "#devices/simulators/fault-plan.ts"
import { type FaultProxy, startFaultProxy } from "#devices/simulators/fault-proxy.ts"
import { chanceOf } from "#devices/simulators/service-random.ts"
import { overSocket } from "#test/simulation/ordering/asker.ts"
import { Guest } from "#test/simulation/ordering/guest.ts"
import { KitchenScreen } from "#test/simulation/ordering/kitchen-screen.ts"
import { Ledger } from "#test/simulation/ordering/ledger.ts"
import { Turn } from "#test/simulation/ordering/turn.ts"
import { againstTheLog } from "./against-the-log.ts"
import { Device } from "./device.ts"
import { Inspector } from "./inspector.ts"
import { menuOf, type Restaurant } from "./restaurant.ts"
import { until } from "./until.ts"
import { openWitness } from "./witness.ts"

export interface ReconnectOptions {
  readonly seed: number
  readonly reconnects: number
  readonly handhelds: number
  /** Each looks at every screen's view, as a chef's tablet does. */
  readonly screens: number
  /** One device does not notice what it misses: the checks must. */
  readonly ignoresGaps: boolean
  readonly say: (line: string) => void
}

export interface ReconnectRun {
  readonly violations: ReadonlyArray<string>
  readonly reconnects: number
  readonly connections: number
  readonly heard: number
  readonly pictures: number
  readonly resumed: number
  readonly snapshots: number
  readonly characters: number
  /** From the end of all faults until every device showed the truth, in milliseconds. */
  readonly convergedMs: number
  readonly seconds: number
}

/** A day on which the Wi-Fi is being repaired. */
const badDay: Weather = {
  refused: 0.03,
  lateAccept: 0.1,
  acceptWithinMs: 400,
  slow: 0.3,
  latencyMs: 60,
  jitterMs: 120,
  bytesPerSecond: 400_000,
  stalls: 0.01,
  // Every connection ends: one that did not would be kept for ever, and soon all of them.
  ends: { fin: 0.4, reset: 0.57, halfOpen: 0.03 },
  upBytes: 3_000,
  downBytes: 25_000,
}

/** Everybody shows the truth within this time once nothing is wrong any more, in milliseconds. */
const convergeWithinMs = 20_000
const answeredWithinMs = 45_000
/** Nothing took so long in any run; then something hangs. In milliseconds for each hundred reconnects. */
const patienceMs = 60_000

/** Real clients lose their connections to a real hub while orders keep changing; everything they show is compared. */
export const reconnectRun = async (
  house: Restaurant,
  options: ReconnectOptions,
): Promise<ReconnectRun> => {
  const { seed, say } = options
  const began = performance.now()
  const plan = faultPlan(seed, badDay)
  const views = ["floor", "alarms", ...house.screens.map(({ id }) => `screen/${id}`)]
  const witness = await openWitness({ url: house.url, token: await house.token(), views })
  const inspector = new Inspector(witness)
  const { hostname, port } = new URL(house.url)
  const proxy = await startFaultProxy({ target: { host: hostname, port: Number(port) }, seed })
  say(
    `seed ${seed}; the first connections: ${[0, 1, 2].map((n) => faultsText(plan(n))).join(" | ")}`,
  )

  const ledger = new Ledger()
  const turn = new Turn()
  const menu = await menuOf(house)
  const device = (n: number, kind: "kds" | "handheld", own: ReadonlyArray<string>) =>
    new Device({
      name: `${kind} ${n}`,
      wire: n % 2 === 0 ? "ws" : "socket.io",
      url: `http://127.0.0.1:${proxy.port}`,
      token: house.tokenOf(kind, `reconnect-${kind}-${n}`),
      views: own,
      inspector,
      shows: kind === "kds",
      ignoresGaps: options.ignoresGaps && n === 0,
    })
  const handhelds = Array.from({ length: options.handhelds }, (_, n) =>
    device(n, "handheld", ["floor"]),
  )
  const screens = Array.from({ length: options.screens }, (_, n) =>
    device(n, "kds", ["alarms", ...house.screens.map(({ id }) => `screen/${id}`)]),
  )
  const devices = [...handhelds, ...screens]
  const guests = handhelds.map(
    ({ hub }, n) =>
      new Guest({
        asker: overSocket(hub),
        chance: chanceOf(seed + n),
        menu,
        tables: house.tables.map(({ id }) => id),
        ledger,
        turn,
      }),
  )
  // Cooks with good connections keep the kitchen going.
  const cooks = house.screens.map(
    ({ id }, n) =>
      new KitchenScreen({
        url: house.url,
        token: house.tokenOf("kds", `reconnect-cook-${n}`),
        view: `screen/${id}`,
        chance: chanceOf(seed + 1_000 + n),
        ledger,
        turn,
      }),
  )
  const lives = Promise.all([
    ...guests.map((guest) => guest.live()),
    ...cooks.map((cook) => cook.cook()),
  ])
  const reconnects = () => devices.reduce((sum, one) => sum + one.reconnects, 0)

  try {
    turn.begin()
    await until(() => devices.every(({ lives: n }) => n > 0), 30_000)
    say(`  all live after ${seconds(began)} s`)
    proxy.change(plan)
    proxy.cut("reset")
    const patient = Math.max(60_000, (options.reconnects / 100) * patienceMs)
    let told = 0
    await until(() => {
      if (reconnects() >= told + 500) {
        told = reconnects()
        say(
          `  ${told} reconnects, ${inspector.pictures} pictures compared, ${inspector.violations().length} wrong`,
        )
      }
      return (
        reconnects() >= options.reconnects ||
        (options.ignoresGaps && inspector.violations().length > 0)
      )
    }, patient)
    if (reconnects() < options.reconnects && !options.ignoresGaps)
      inspector.broken(`only ${reconnects()} reconnects: devices do not come back`)

    say(`  ${reconnects()} reconnects after ${seconds(began)} s`)
    // Who ignores what it missed never comes to show the same.
    const converged = options.ignoresGaps
      ? 0
      : await settle({ proxy, turn, ledger, devices, witness, inspector, views })
    say(`  looked at ${inspector.pictures} pictures in ${seconds(began)} s`)
    const violations = [
      ...inspector.violations(),
      ...(options.ignoresGaps ? [] : await againstTheLog(house, ledger, devices)),
    ]
    return {
      violations,
      reconnects: reconnects(),
      connections: proxy.made(),
      heard: ledger.promised.length,
      pictures: inspector.pictures,
      resumed: inspector.resumed,
      snapshots: inspector.snapshots,
      characters: inspector.characters,
      convergedMs: converged,
      seconds: (performance.now() - began) / 1000,
    }
  } finally {
    turn.end()
    for (const { hub } of devices) hub.close()
    for (const cook of cooks) cook.close()
    await lives
    witness.close()
    await proxy.close()
  }
}

/** The network is mended: every command gets its answer, and everybody shows what the witness shows. */
const settle = async (all: {
  readonly proxy: FaultProxy
  readonly turn: Turn
  readonly ledger: Ledger
  readonly devices: ReadonlyArray<Device>
  readonly witness: Awaited<ReturnType<typeof openWitness>>
  readonly inspector: Inspector
  readonly views: ReadonlyArray<string>
}): Promise<number> => {
  const { proxy, turn, ledger, devices, witness, inspector, views } = all
  proxy.change(() => soundConnection)
  proxy.cut("reset")
  const mended = performance.now()
  const behind = (): ReadonlyArray<string> =>
    devices.flatMap((device) =>
      views.flatMap((view) => {
        const watched = device.watches(view)
        if (!watched || device.picture(view)?.seq === witness.history(view).seq) return []
        return [
          `${device.name}: ${view} is at ${device.picture(view)?.seq ?? "no number that it trusts"}, not ${witness.history(view).seq}`,
        ]
      }),
    )
  const live = await until(
    () => devices.every(({ hub }) => hub.status === "live"),
    convergeWithinMs,
  )
  const liveMs = performance.now() - mended
  if (!(await turn.rest(answeredWithinMs)))
    for (const { what } of ledger.open.values()) inspector.broken(`${what} is unanswered`)
  const equal = await until(() => behind().length === 0, convergeWithinMs)
  if (!live || !equal) for (const what of behind()) inspector.broken(what)
  return liveMs
}

const seconds = (began: number): string => ((performance.now() - began) / 1000).toFixed(1)
