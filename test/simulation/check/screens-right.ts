import { setTimeout as wait } from "node:timers/promises"
import { isDeepStrictEqual } from "node:util"
import { connectHub } from "#core/client/hub-client.ts"
import type { KitchenSetup, Screen } from "#core/kitchen/menu.ts"
import type { PlacedOrder } from "#core/kitchen/order.ts"
import type { TicketView } from "#core/kitchen/ticket.ts"
import { expoTicketsOf, ticketsOf } from "#core/kitchen/ticket-view.ts"
import { broken, type Violation } from "./violation.ts"

type Picture = ReadonlyMap<string, unknown>

/** A screen that was there all the time. */
export interface LastingScreen {
  readonly view: string
  /** Undefined while it says itself that it may be wrong. */
  readonly picture: Picture | undefined
}

/** A screen may need two heartbeats to find what it missed, and a reconnect before. */
const withinMs = 25_000

/** Each screen shows what a new one would show, and both show the log. */
export const screensRight = async (options: {
  readonly url: string
  readonly token: () => Promise<string>
  readonly lasting: ReadonlyArray<LastingScreen>
  readonly screens: ReadonlyArray<Screen>
  readonly tables: KitchenSetup["tables"]
  readonly orders: ReadonlyMap<string, PlacedOrder>
}): Promise<ReadonlyArray<Violation>> => {
  const { url, token, lasting, screens, tables, orders } = options
  const fresh = connectHub({ url, token })
  const pictures = new Map<string, Picture>()
  for (const { view } of lasting)
    fresh.watch(view, ({ items, live }) => {
      if (live) pictures.set(view, items)
    })
  try {
    const wrong: Array<string> = []
    for (const screen of lasting) {
      const difference = await settled(() =>
        differenceOf(screen.picture, pictures.get(screen.view)),
      )
      if (difference !== undefined) wrong.push(`${screen.view}: ${difference}`)
    }
    for (const screen of screens)
      wrong.push(...wrongTickets(screen, pictures.get(`screen/${screen.id}`), orders, tables))
    return wrong.map(broken("screen"))
  } finally {
    fresh.close()
  }
}

const settled = async (look: () => string | undefined): Promise<string | undefined> => {
  const until = performance.now() + withinMs
  for (;;) {
    const difference = look()
    if (difference === undefined || performance.now() > until) return difference
    await wait(100)
  }
}

const differenceOf = (lasting: Picture | undefined, fresh: Picture | undefined) => {
  if (fresh === undefined) return "a new screen gets no picture"
  if (lasting === undefined) return "it is not live again"
  for (const id of new Set([...lasting.keys(), ...fresh.keys()]))
    if (!isDeepStrictEqual(lasting.get(id), fresh.get(id)))
      return `item ${id} is ${text(lasting.get(id))} and should be ${text(fresh.get(id))}`
  return undefined
}

const text = (item: unknown): string => JSON.stringify(item) ?? "absent"

/** Every ticket that the log says is to be seen, word for word, and no other. Bumped ones may be there for recall. */
export const wrongTickets = function* (
  screen: Screen,
  picture: Picture | undefined,
  orders: ReadonlyMap<string, PlacedOrder>,
  tables: KitchenSetup["tables"],
): Iterable<string> {
  const shown = new Map(picture)
  for (const order of orders.values())
    for (const ticket of belonging(screen, order, tables)) {
      const item = shown.get(ticket.ticketId)
      shown.delete(ticket.ticketId)
      if (item === undefined && ticket.status === "bumped") continue
      if (!isDeepStrictEqual(withoutSlot(item), plain(ticket)))
        yield `${screen.name} shows ${text(item)}, the log says ${text(ticket)}`
    }
  for (const [id, item] of shown) yield `${screen.name} shows ${id}, which is gone: ${text(item)}`
}

const belonging = (screen: Screen, order: PlacedOrder, tables: KitchenSetup["tables"]) =>
  screen.kind === "expo"
    ? expoTicketsOf(order, { tables })
    : ticketsOf(order, { tables }).filter(({ station }) => screen.stations.includes(station))

/** Where a ticket stands depends on what stood there before. */
const withoutSlot = (item: unknown): unknown => {
  const { slot: _, ...ticket } = (item ?? {}) as TicketView
  return ticket
}

const plain = <A>(value: A): A => JSON.parse(JSON.stringify(value))
