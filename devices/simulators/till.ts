import { v7 as uuidv7 } from "uuid"
import type { HubClient } from "#core/client/hub-client.ts"
import type { OrderView } from "#core/kitchen/order-view.ts"
import { readMenu, type ServiceMenu } from "./service-menu.ts"
import type { Chance } from "./service-random.ts"
import { chooseDish, mealText } from "./waiter-choice.ts"

export interface TillOptions {
  /** For what a till follows live: the menu and its own orders. */
  readonly hub: HubClient
  /** Address of the API with its prefix; orders go in here, as a POS sends them. */
  readonly api: string
  readonly token: () => Promise<string>
  readonly chance: Chance
  /** 1 is an evening as it is; 10 makes a minute last six seconds. */
  readonly speed: number
  readonly tell: (what: string) => void
}

interface Bag {
  readonly orderId: string
  readonly stopWatching: () => void
  order?: OrderView
  asked: boolean
}

/** Takeaway orders that wait at once; more guests go elsewhere. */
const mostBags = 6

/** The till of the takeaway counter: a POS that orders over REST and hands a bag over when its number is ready. */
export class Till {
  readonly #options: TillOptions
  #menu: ServiceMenu | undefined
  readonly #bags = new Set<Bag>()
  #nextGuest: number

  constructor(options: TillOptions) {
    this.#options = options
    this.#nextGuest = this.#in(20)
    options.hub.watch("menu", ({ items }) => {
      this.#menu = readMenu(items)
    })
  }

  /** Does what is due. Call it a few times a second. */
  look(): void {
    const { hub, chance } = this.#options
    for (const bag of this.#bags) this.#handOver(bag)
    if (this.#menu === undefined || hub.now() < this.#nextGuest || this.#bags.size >= mostBags)
      return
    this.#nextGuest = this.#in(chance.between(60, 300))
    this.#order(this.#menu)
  }

  #order(menu: ServiceMenu): void {
    const { hub, api, token, chance, tell } = this.#options
    const courses = [...menu.courses.keys()]
    const lines = Array.from({ length: chance.between(1, 3) }, () =>
      chooseDish(menu, chance, chance.oneOf(courses) ?? 1, 1, false),
    ).flatMap((line) => {
      if (line === undefined) return []
      // Nobody has a seat or a second course at a counter.
      const { seat: _seat, course: _course, ...rest } = line
      return [{ line, rest }]
    })
    if (lines.length === 0) return
    const id = uuidv7()
    const asked = performance.now()
    const place = async () => {
      const answer = await fetch(`${api}/plugins/orders/orders`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${await token()}` },
        body: JSON.stringify({
          id,
          type: "takeaway",
          ...(chance.happens(0.5) ? { promisedAt: pickUpTime(Date.now()) } : {}),
          lines: lines.map(({ rest }) => rest),
          send: true,
        }),
        signal: AbortSignal.timeout(5_000),
      })
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`)
    }
    place().then(
      () => {
        const bag: Bag = {
          orderId: id,
          asked: false,
          stopWatching: hub.watch(`order/${id}`, ({ items }) => {
            const order = items.get(id)
            if (order !== undefined) bag.order = order as OrderView
          }),
        }
        this.#bags.add(bag)
        const what = mealText(
          menu,
          lines.map(({ line }) => line),
        )
        tell(`Takeaway · ${what} … heard ${Math.round(performance.now() - asked)} ms`)
      },
      (cause: unknown) => tell(`Takeaway · the till could not order: ${String(cause)}`),
    )
  }

  #handOver(bag: Bag): void {
    const { order, orderId } = bag
    if (order === undefined || bag.asked) return
    if (order.status !== "open") {
      bag.stopWatching()
      this.#bags.delete(bag)
      return
    }
    const wanted = order.lines.filter(({ status }) => status !== "voided")
    if (wanted.some(({ counts }) => counts.sent + counts.started > 0)) return
    bag.asked = true
    // Closing serves whatever is ready. A refusal is looked at again with the next picture of the order.
    this.#options.hub.command("close", { orderId }).then(
      () => this.#options.tell(`Takeaway #${order.number} · handed over`),
      () => {
        bag.asked = false
      },
    )
  }

  #in(seconds: number): number {
    return this.#options.hub.now() + (seconds * 1000) / this.#options.speed
  }
}

const stepMs = 5 * 60_000

/** What a guest is told on the phone: in a quarter of an hour, in round minutes. */
const pickUpTime = (now: number): string =>
  new Date(Math.ceil((now + 3 * stepMs) / stepMs) * stepMs).toISOString()
