import { setTimeout as wait } from "node:timers/promises"
import { promisesKept } from "#test/simulation/check/promises-kept.ts"
import { wrongTickets } from "#test/simulation/check/screens-right.ts"
import { foldOrders } from "#test/simulation/check/stored-log.ts"
import type { Ledger } from "#test/simulation/ordering/ledger.ts"
import type { Device } from "./device.ts"
import { wrongFloor } from "./floor-right.ts"
import type { Restaurant } from "./restaurant.ts"

/** What the last pictures are, and what was promised, against what is stored. */
export const againstTheLog = async (
  house: Restaurant,
  ledger: Ledger,
  devices: ReadonlyArray<Device>,
): Promise<ReadonlyArray<string>> => {
  const tables = new Map(house.tables.map((table) => [table.id as string, table]))
  for (let looks = 1; ; looks += 1) {
    const log = await house.storedLog()
    const orders = foldOrders(log)
    const wrong = promisesKept(ledger, log).map(({ promise, what }) => `${promise}: ${what}`)
    for (const device of devices) {
      for (const screen of house.screens) {
        const view = `screen/${screen.id}`
        if (!device.watches(view)) continue
        for (const what of wrongTickets(screen, device.picture(view)?.items, orders, tables))
          wrong.push(`${device.name}: ${what}`)
      }
      if (device.watches("floor"))
        for (const what of wrongFloor(device.picture("floor")?.items, orders))
          wrong.push(`${device.name}: ${what}`)
    }
    // Screens still say what they have shown: while orders change, no two pictures are of the same moment.
    if (wrong.length === 0 || looks === mostLooks) return wrong
    await wait(1_000)
  }
}

const mostLooks = 10
