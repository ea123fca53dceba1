import { setTimeout as wait } from "node:timers/promises"
import { v7 as uuid } from "uuid"
import type { Printer } from "#core/kitchen/menu.ts"
import { startFaultProxy } from "#devices/simulators/fault-proxy.ts"
import { type Chance, chanceOf } from "#devices/simulators/service-random.ts"
import { chooseMeal } from "#devices/simulators/waiter-choice.ts"
import { everyItem, hubApi, type Page } from "#test/support/hub-api.ts"
import type { HubProcess } from "#test/support/hub-process.ts"
import { type Asker, overRest, overSocket } from "./ordering/asker.ts"
import { Ledger } from "./ordering/ledger.ts"
import { openPrinters } from "./outage-printers.ts"
import { againstTheLog } from "./reconnect/against-the-log.ts"
import { Device } from "./reconnect/device.ts"
import { Inspector } from "./reconnect/inspector.ts"
import { menuOf, restaurantOf } from "./reconnect/restaurant.ts"
import { until } from "./reconnect/until.ts"
import { openWitness } from "./reconnect/witness.ts"

export interface OutageOptions {
  readonly seed: number
  readonly orders: number
  /** Pause between two orders, in milliseconds; 0: as fast as the hub takes them. */
  readonly everyMs: number
  readonly say: (line: string) => void
}

/** All in milliseconds; all but the first from when the cable was in again. */
export interface OutageRun {
  readonly violations: ReadonlyArray<string>
  readonly darkMs: number
  /** Every order that waited on a handheld was heard. */
  readonly heardMs: number
  /** Every screen and handheld showed the truth. */
  readonly shownMs: number
  /** The last paper was out. */
  readonly printedMs: number
  readonly papers: number
}

const screensEach = 1
const handhelds = 6
/** Orders that each handheld takes without a connection. */
const offlineOrders = 5
/** From outside: orders that guests send by themselves. */
const guestsAtOnce = 8
/** One and a half times the longest keep-alive that a printer's agent has. */
const noticedMs = 45_000
const convergeWithinMs = 120_000

/** The network of a restaurant is pulled while orders go on coming in from outside, and plugged in again. */
export const outageRun = async (
  hub: HubProcess,
  dataDir: string,
  { seed, orders, everyMs, say }: OutageOptions,
): Promise<OutageRun> => {
  const house = await restaurantOf(hub)
  const api = hubApi(house.url, house.token)
  const menu = await menuOf(house)
  const views = ["floor", ...house.screens.map(({ id }) => `screen/${id}`)]
  const witness = await openWitness({ url: house.url, token: await house.token(), views })
  const inspector = new Inspector(witness)
  const network = await startFaultProxy({ target: addressOf(house.url), seed })
  const cables = await startFaultProxy({ target: addressOf(hub.mqttUrl), seed })
  const printers = await openPrinters({
    hub,
    tenantId: house.tenantId,
    mqttUrl: `mqtt://127.0.0.1:${cables.port}`,
    dataDir,
    printers: await everyItem<Printer>(api, "/plugins/printer/printers"),
  })
  const device = (n: number, kind: "kds" | "handheld", own: ReadonlyArray<string>) =>
    new Device({
      name: `${kind} ${n}`,
      wire: n % 2 === 0 ? "ws" : "socket.io",
      url: `http://127.0.0.1:${network.port}`,
      token: house.tokenOf(kind, `outage-${kind}-${n}`),
      views: own,
      inspector,
      shows: kind === "kds",
      // With a thousand tickets on each screen comparing would cost this program more than showing.
      comparesEvery: Number.POSITIVE_INFINITY,
    })
  const waiters = Array.from({ length: handhelds }, (_, n) => device(n, "handheld", ["floor"]))
  const screens = Array.from({ length: house.screens.length * screensEach }, (_, n) =>
    device(n, "kds", [`screen/${house.screens[n % house.screens.length]?.id}`]),
  )
  const devices = [...waiters, ...screens]
  const ledger = new Ledger()
  const order = async (asker: Asker, chance: Chance): Promise<void> => {
    const id = uuid()
    const lines = chooseMeal(menu, chance, chance.between(1, 2))
    const args = { id, type: "takeaway", lines, send: true }
    ledger.asked(id, `placeOrder of ${id}`)
    const rev = await asker.ask(id, "placeOrder", args)
    ledger.heard({ cid: id, orderId: id, op: "placeOrder", args, rev })
  }
  /** So many at the same time, or one after the other at their pace. */
  const fromOutside = async (): Promise<void> => {
    const asker = overRest(api)
    const chance = chanceOf(seed)
    const began = performance.now()
    let placed = 0
    const guest = async () => {
      while (placed < orders) {
        placed += 1
        await wait(Math.max(0, began + placed * everyMs - performance.now()))
        await order(asker, chance)
      }
    }
    await Promise.all(Array.from({ length: guestsAtOnce }, guest))
  }
  const waitingJobs = async (): Promise<number> => {
    const states = ["queued", "sent", "accepted", "refused"]
    const pages = states.map((state) =>
      api.get<Page<unknown>>(`/plugins/printer/jobs?state=${state}&size=1`),
    )
    return (await Promise.all(pages)).reduce((sum, { total }) => sum + total, 0)
  }
  const printed = async (): Promise<void> => {
    for (const end = performance.now() + convergeWithinMs; performance.now() < end; await wait(200))
      if ((await waitingJobs()) === 0) return
    inspector.broken("papers still wait")
  }

  try {
    await until(() => devices.every(({ lives }) => lives > 0), convergeWithinMs)
    for (const proxy of [network, cables]) proxy.unplug()
    const dark = performance.now()
    const offline = waiters.flatMap(({ hub: client }, n) => {
      const chance = chanceOf(seed + 500 + n)
      return Array.from({ length: offlineOrders }, () => order(overSocket(client), chance))
    })
    await fromOutside()
    // In ten minutes everybody has noticed; in less they are given the time that the slowest needs.
    await wait(Math.max(0, noticedMs - (performance.now() - dark)))
    const darkMs = performance.now() - dark
    say(`  ${orders} orders in ${(darkMs / 1000).toFixed(1)} s while everything was cut off`)

    for (const proxy of [network, cables]) proxy.plugIn()
    const back = performance.now()
    const since = () => performance.now() - back
    const heard = Promise.all(offline).then(since)
    const shown = until(
      () =>
        ledger.open.size === 0 &&
        devices.every((one) =>
          views.every(
            (view) => !one.watches(view) || one.picture(view)?.seq === witness.history(view).seq,
          ),
        ),
      convergeWithinMs,
    ).then((is) => {
      if (!is) inspector.broken("not everybody shows the same")
      return since()
    })
    const [heardMs, shownMs, printedMs] = await Promise.all([heard, shown, printed().then(since)])
    return {
      violations: [
        ...inspector.violations(),
        ...(await againstTheLog(house, ledger, devices)),
        ...printers.wrong(await house.storedLog()),
      ],
      darkMs,
      heardMs,
      shownMs,
      printedMs,
      papers: printers.papers(),
    }
  } finally {
    for (const { hub: client } of devices) client.close()
    witness.close()
    await printers.close()
    await network.close()
    await cables.close()
  }
}

const addressOf = (url: string): { readonly host: string; readonly port: number } => {
  const { hostname, port } = new URL(url)
  return { host: hostname, port: Number(port) }
}
