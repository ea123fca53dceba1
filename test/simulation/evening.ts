import { connectHub, type HubClient } from "#core/client/hub-client.ts"
import { chanceOf } from "#devices/simulators/service-random.ts"
import { hubApi } from "#test/support/hub-api.ts"
import type { House } from "./house.ts"
import { type Asker, overRest, overSocket } from "./ordering/asker.ts"
import { Guest } from "./ordering/guest.ts"
import { KitchenScreen } from "./ordering/kitchen-screen.ts"
import { Ledger } from "./ordering/ledger.ts"
import { Turn } from "./ordering/turn.ts"

/** Everybody who works at the same time: clients that order, screens with their cooks. */
export interface Evening {
  readonly ledger: Ledger
  readonly turn: Turn
  readonly screens: ReadonlyArray<KitchenScreen>
  /** Ends the evening and hangs up. @throws what made a client give up */
  readonly end: () => Promise<void>
}

/** Every fifth client is a POS that speaks REST, the others are handhelds. */
const restEvery = 5

export const beginEvening = (house: House, seed: number, clients: number): Evening => {
  const ledger = new Ledger()
  const turn = new Turn()
  const { url } = house.hub
  const hubs: Array<HubClient> = []
  const askerOf = (n: number): Asker => {
    const token = house.tokenOf("handheld", `crash-${n}`)
    if (n % restEvery === 0) return overRest(hubApi(url, token))
    const hub = connectHub({ url, token })
    hubs.push(hub)
    return overSocket(hub)
  }
  const guests = Array.from(
    { length: clients },
    (_, n) =>
      new Guest({
        asker: askerOf(n),
        chance: chanceOf(seed + n),
        menu: house.menu,
        tables: house.tables.map(({ id }) => id),
        ledger,
        turn,
      }),
  )
  const screens = house.screens.map(
    ({ id }, n) =>
      new KitchenScreen({
        url,
        token: house.tokenOf("kds", `crash-screen-${n}`),
        view: `screen/${id}`,
        chance: chanceOf(seed + 1_000 + n),
        ledger,
        turn,
      }),
  )
  const lives = Promise.all([
    ...guests.map((guest) => guest.live()),
    ...screens.map((screen) => screen.cook()),
  ])
  return {
    ledger,
    turn,
    screens,
    end: async () => {
      turn.end()
      for (const hub of hubs) hub.close()
      for (const screen of screens) screen.close()
      await lives
    },
  }
}
