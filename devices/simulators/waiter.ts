import { v7 as uuidv7 } from "uuid"
import type { HubClient } from "#core/client/hub-client.ts"
import { HubRefusal } from "#core/client/hub-refusal.ts"
import type { OrderView } from "#core/kitchen/order-view.ts"
import { readMenu, type ServiceMenu } from "./service-menu.ts"
import type { Chance } from "./service-random.ts"
import { chooseDish, chooseMeal, mealText } from "./waiter-choice.ts"

export interface WaiterOptions {
  readonly hub: HubClient
  /** As it stands on this waiter's orders. */
  readonly name: string
  readonly chance: Chance
  /** 1 is an evening as it is; 10 makes a minute last six seconds. */
  readonly speed: number
  /** This waiter serves every `of`-th table, beginning with the `nth` (from 0). */
  readonly nth: number
  readonly of: number
  /** Share of the tables that are taken when the house is busy, 0 to 1. */
  readonly busy: number
  readonly tell: (what: string) => void
}

interface FloorTable {
  readonly type: "table"
  readonly tableId: string
  readonly name: string
  readonly seats: number
  readonly orders: ReadonlyArray<{ readonly orderId: string; readonly server?: string }>
}

/** What a waiter has in mind for one table. Instants are the hub's, in milliseconds since 1970. */
interface Plan {
  readonly orderId: string
  readonly stopWatching: () => void
  order?: OrderView
  /** Nothing is done before: people talk, walk and eat. */
  notBefore: number
  round: boolean
  secondThoughts: boolean
}

/** A waiter with a handheld: seats, orders, fires, serves and closes, through the same socket as a real one. */
export class Waiter {
  readonly #options: WaiterOptions
  #menu: ServiceMenu | undefined
  #tables: ReadonlyArray<FloorTable> = []
  readonly #plans = new Map<string, Plan>()
  readonly #restUntil = new Map<string, number>()

  constructor(options: WaiterOptions) {
    this.#options = options
    options.hub.watch("menu", ({ items }) => {
      this.#menu = readMenu(items)
    })
    options.hub.watch("floor", ({ items }) => {
      this.#tables = [...items.values()]
        .filter((row): row is FloorTable => (row as { type?: string }).type === "table")
        .sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }))
        .filter((_, index) => index % options.of === options.nth)
    })
  }

  /** Looks at every table once and does what is due. Call it a few times a second. */
  look(): void {
    const menu = this.#menu
    if (menu === undefined || menu.courses.size === 0) return
    for (const table of this.#tables) {
      const plan = this.#plans.get(table.tableId) ?? this.#found(table)
      if (plan === undefined) {
        // Somebody else serves this table: a person who tries the handheld.
        if (table.orders.length === 0) this.#perhapsSeat(menu, table)
      } else if (this.#now() >= plan.notBefore) this.#serve(menu, table, plan)
    }
  }

  // An order from before this program started: the guests are still there, so go on with them.
  #found(table: FloorTable): Plan | undefined {
    const open = table.orders.find(({ server }) => server === this.#options.name)
    return open === undefined ? undefined : this.#plan(table, open.orderId, 5)
  }

  #plan(table: FloorTable, orderId: string, seconds: number): Plan {
    const plan: Plan = {
      orderId,
      stopWatching: this.#options.hub.watch(`order/${orderId}`, ({ items }) => {
        const order = items.get(orderId)
        if (order !== undefined) plan.order = order as OrderView
      }),
      notBefore: this.#in(seconds),
      round: false,
      secondThoughts: false,
    }
    this.#plans.set(table.tableId, plan)
    return plan
  }

  #perhapsSeat(menu: ServiceMenu, table: FloorTable): void {
    const { chance, busy } = this.#options
    const rest = this.#restUntil.get(table.tableId)
    if (rest === undefined) {
      // The house fills over the first minutes instead of all at once.
      const wait = chance.happens(busy) ? chance.between(0, 240) : chance.between(240, 1_500)
      this.#restUntil.set(table.tableId, this.#in(wait))
      return
    }
    if (this.#now() < rest) return
    const covers = chance.between(1, Math.max(1, table.seats))
    const lines = chooseMeal(menu, chance, covers)
    if (lines.length === 0) return
    const id = uuidv7()
    this.#plan(table, id, 30)
    const what = `Table ${table.name} · ${mealText(menu, lines)}`
    const args = { id, type: "dineIn", tableId: table.tableId, covers, lines, send: true }
    this.#ask("placeOrder", args, what, () => this.#leave(table))
  }

  #serve(menu: ServiceMenu, table: FloorTable, plan: Plan): void {
    const { order } = plan
    if (order === undefined) {
      // Nothing is on its way and the hub shows no such order: somebody else ended it.
      const lost = this.#now() > plan.notBefore + 60_000 / this.#options.speed
      if (lost && this.#options.hub.pending().length === 0) this.#leave(table)
      return
    }
    plan.notBefore = this.#in(this.#options.chance.between(6, 20))
    if (order.status !== "open") this.#leave(table)
    else if (!this.#collect(table, plan, order) && !this.#fire(table, plan, order))
      this.#change(menu, table, plan, order)
  }

  #collect(table: FloorTable, plan: Plan, order: OrderView): boolean {
    const ready = order.lines.filter(({ counts }) => counts.ready > 0)
    if (ready.length > 0) {
      const parts = ready.map(({ lineId, counts }) => ({ lineId, quantity: counts.ready }))
      const what = `Table ${table.name} · served ${ready.map(({ name }) => name).join(", ")}`
      this.#ask("serveLines", { orderId: plan.orderId, parts }, what)
      return true
    }
    const done = order.lines.every(({ status }) => status === "served" || status === "voided")
    if (!done) return false
    this.#ask("close", { orderId: plan.orderId }, `Table ${table.name} · closed`)
    this.#leave(table)
    return true
  }

  // The next course starts when the one before is on the table, or nearly.
  #fire(table: FloorTable, plan: Plan, order: OrderView): boolean {
    const held = order.lines.filter(({ counts }) => counts.held + counts.draft > 0)
    const next = Math.min(...held.map(({ course = 1 }) => course))
    const before = order.lines.filter(({ course = 1 }) => course < next)
    const eaten = before.every(({ counts }) => counts.sent + counts.started === 0)
    if (held.length === 0 || !eaten) return false
    this.#ask(
      "fireCourse",
      { orderId: plan.orderId, course: next },
      `Table ${table.name} · fire course ${next}`,
    )
    return true
  }

  #change(menu: ServiceMenu, table: FloorTable, plan: Plan, order: OrderView): void {
    const { chance } = this.#options
    const { orderId } = plan
    const waiting = order.lines.find(({ counts }) => counts.sent > 0 && counts.started === 0)
    if (!plan.round && chance.happens(0.04)) {
      plan.round = true
      const course = Math.min(...menu.courses.keys())
      const line = chooseDish(menu, chance, course, 1, false)
      const what = line && `Table ${table.name} · another round: ${mealText(menu, [line])}`
      if (line !== undefined && what !== undefined)
        this.#ask("addLines", { orderId, lines: [line], send: true }, what)
    } else if (!plan.secondThoughts && waiting !== undefined && chance.happens(0.05)) {
      plan.secondThoughts = true
      const { lineId, name, quantity } = waiting
      if (quantity > 1 || chance.happens(0.3))
        this.#ask(
          "voidLine",
          { orderId, lineId, quantity: 1, reason: "changed their mind" },
          `Table ${table.name} · void 1 ${name}`,
        )
      else
        this.#ask(
          "changeLine",
          { orderId, lineId, note: "allergy: please ask" },
          `Table ${table.name} · note on ${name}`,
        )
    } else if (!plan.secondThoughts && chance.happens(0.005)) {
      plan.secondThoughts = true
      this.#ask("rush", { orderId, on: true }, `Table ${table.name} · rush`)
    }
  }

  #leave(table: FloorTable): void {
    this.#plans.get(table.tableId)?.stopWatching()
    this.#plans.delete(table.tableId)
    this.#restUntil.set(table.tableId, this.#in(this.#options.chance.between(60, 900)))
  }

  #ask(op: string, args: unknown, what: string, refused?: () => void): void {
    const { hub, tell } = this.#options
    const asked = performance.now()
    hub.command(op, args).then(
      () => tell(`${what} … heard ${Math.round(performance.now() - asked)} ms`),
      (error: unknown) => {
        if (!(error instanceof HubRefusal)) throw error
        if (error.code === "CLIENT_CLOSED") return
        tell(`${what} … ${error.code}: ${error.detail}`)
        refused?.()
      },
    )
  }

  #now(): number {
    return this.#options.hub.now()
  }

  /** @param seconds of an evening as it is */
  #in(seconds: number): number {
    return this.#now() + (seconds * 1000) / this.#options.speed
  }
}
