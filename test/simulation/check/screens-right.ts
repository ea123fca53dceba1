import { setTimeout as wait } from "node:timers/promises"
import { isDeepStrictEqual } from "node:util"
import { connectHub } from "#core/client/hub-client.ts"
import type { Screen } from "#core/kitchen/menu.ts"
import type { PlacedOrder } from "#core/kitchen/order.ts"
import { orderView } from "#core/kitchen/order-view.ts"
import type { TicketView } from "#core/kitchen/ticket.ts"
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
  readonly orders: ReadonlyMap<string, PlacedOrder>
}): Promise<ReadonlyArray<Violation>> => {
  const { url, token, lasting, screens, orders } = options
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
    for (const screen of screens.filter(({ kind }) => kind === "station"))
      wrong.push(...untrue(screen, pictures.get(`screen/${screen.id}`), orders))
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

const onScreen: ReadonlySet<string> = new Set(["held", "fired", "started", "ready"])

const untrue = function* (
  { name, stations }: Screen,
  picture: Picture | undefined,
  orders: ReadonlyMap<string, PlacedOrder>,
): Iterable<string> {
  const shown = new Map(picture)
  for (const order of orders.values())
    for (const { ticketId, station, status } of orderView(order).tickets) {
      if (order.status !== "open" || !stations.includes(station)) continue
      const item = shown.get(ticketId) as TicketView | undefined
      if (onScreen.has(status) && item?.status !== status)
        yield `${name} shows ticket ${ticketId} as ${item?.status}, it is ${status}`
      if (
        !onScreen.has(status) &&
        status !== "voided" &&
        item !== undefined &&
        onScreen.has(item.status)
      )
        yield `${name} shows ticket ${ticketId} as ${item.status}, it is ${status}`
    }
  for (const item of shown.values() as Iterable<TicketView>)
    if (!orders.has(item.orderId)) yield `${name} shows ticket ${item.ticketId} of no order`
}
