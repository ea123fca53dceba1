import { connectHub, type HubClient } from "#core/client/hub-client.ts"
import type { Screen } from "#core/kitchen/menu.ts"
import { Cook } from "./cook.ts"
import { readMenu } from "./service-menu.ts"
import { chanceOf } from "./service-random.ts"
import { Till } from "./till.ts"
import { Waiter } from "./waiter.ts"

export interface ServiceOptions {
  /** Address of the hub: `http://localhost:8080`. */
  readonly url: string
  /** Where its API begins: `/api`. */
  readonly prefix: string
  /** Tokens of a device that this service plays. */
  readonly tokenOf: (device: {
    readonly id: string
    readonly kind: "kds" | "handheld"
    readonly name: string
  }) => () => Promise<string>
  readonly waiters: number
  /** 1 is an evening as it is; 10 makes a minute last six seconds. */
  readonly speed: number
  readonly seed: number
  /** Share of the tables that are taken when the house is busy, 0 to 1. */
  readonly busy: number
  /** Whether cooks work the screens; without them a person may. */
  readonly cooks: boolean
  readonly tell: (line: string) => void
}

/** How often everybody looks at tables and tickets, in milliseconds. */
const lookMs = 200

const waiterNames = ["Ana", "Bram", "Chloé", "Dov", "Eva", "Femi", "Gita", "Hugo"]

/** A whole service that keeps ordering, cooking and serving through the real sockets until it is stopped. */
export const startService = (options: ServiceOptions): { readonly stop: () => void } => {
  const { url, tokenOf, speed, seed, tell } = options
  const hubs: HubClient[] = []
  let open = true
  const connect = (kind: "kds" | "handheld", id: string, name: string) => {
    const hub = connectHub({ url, token: tokenOf({ id, kind, name }) })
    hubs.push(hub)
    hub.onStatus((status) => {
      if (open && status === "notLive") tell(`${name} · not live`)
    })
    return hub
  }

  const waiters = Array.from({ length: options.waiters }, (_, nth) => {
    const name = waiterNames[nth] ?? `Waiter ${nth + 1}`
    return new Waiter({
      hub: connect("handheld", `service-waiter-${nth + 1}`, name),
      name,
      chance: chanceOf(seed + nth),
      speed,
      nth,
      of: options.waiters,
      busy: options.busy,
      tell,
    })
  })

  const tillToken = tokenOf({ id: "service-till", kind: "handheld", name: "Till" })
  const till = new Till({
    hub: connect("handheld", "service-till", "Till"),
    api: `${url}${options.prefix}`,
    token: tillToken,
    chance: chanceOf(seed + 500),
    speed,
    tell,
  })

  const cooks = new Map<string, Cook>()
  const employ = (screens: ReadonlyArray<Screen>) => {
    for (const screen of screens) {
      if (cooks.has(screen.id)) continue
      const hub = connect("kds", `service-cook-${screen.id}`, `Cook at ${screen.name}`)
      const chance = chanceOf(seed + 1_000 + cooks.size)
      cooks.set(screen.id, new Cook({ hub, screen, chance, speed, hands: 4, tell }))
    }
  }
  if (options.cooks)
    hubs[0]?.watch("menu", ({ items }) => {
      employ(readMenu(items).screens)
    })

  const timer = setInterval(() => {
    for (const waiter of waiters) waiter.look()
    till.look()
    for (const cook of cooks.values()) cook.look()
  }, lookMs)
  return {
    stop: () => {
      open = false
      clearInterval(timer)
      for (const hub of hubs) hub.close()
    },
  }
}
