import { setTimeout as wait } from "node:timers/promises"
import { v7 as uuid } from "uuid"
import { HubRefusal } from "#core/client/hub-refusal.ts"
import type { ServiceMenu } from "#devices/simulators/service-menu.ts"
import type { Chance } from "#devices/simulators/service-random.ts"
import { type ChosenLine, chooseDish, chooseMeal } from "#devices/simulators/waiter-choice.ts"
import type { Asker } from "./asker.ts"
import type { Ledger } from "./ledger.ts"
import type { Turn } from "./turn.ts"

export interface GuestOptions {
  readonly asker: Asker
  readonly chance: Chance
  readonly menu: ServiceMenu
  readonly tables: ReadonlyArray<string>
  readonly ledger: Ledger
  readonly turn: Turn
}

interface OwnOrder {
  readonly id: string
  readonly lines: Array<ChosenLine>
  steps: number
}

/** Orders that one client has open at the same time. */
const atOnce = 3
/** Pause between two wishes, in milliseconds. */
const thinkMs = [400, 2_400] as const

type Args = Readonly<Record<string, unknown>>

interface Heard {
  readonly cid: string
  readonly op: string
  readonly args: Args
  readonly rev: number
}

/** One client that orders, changes its mind, fires, collects and closes until its turn ends. */
export class Guest {
  readonly #options: GuestOptions
  readonly #orders: Array<OwnOrder> = []
  #last: Heard | undefined

  constructor(options: GuestOptions) {
    this.#options = options
  }

  async live(): Promise<void> {
    const { chance, turn } = this.#options
    while (await turn.mine()) {
      await wait(chance.between(...thinkMs))
      await turn.during(() => this.#wish())
    }
  }

  async #wish(): Promise<void> {
    const { chance } = this.#options
    if (this.#last !== undefined && chance.happens(0.05)) return this.#again(this.#last)
    if (this.#orders.length < atOnce && chance.happens(0.3)) return this.#place()
    const order = chance.oneOf(this.#orders)
    if (order === undefined) return this.#place()
    order.steps += 1
    if (order.steps > 9) return this.#leave(order)
    if (chance.happens(0.15)) return this.#pass(order)
    await this.#change(order)
  }

  async #place(): Promise<void> {
    const { chance, menu, tables } = this.#options
    const id = uuid()
    const lines = [...chooseMeal(menu, chance, chance.between(1, 3))]
    if (lines.length === 0) return
    const tableId = chance.happens(0.5) ? chance.oneOf(tables) : undefined
    const seated = tableId === undefined ? { type: "takeaway" } : { type: "dineIn", tableId }
    const args = { id, ...seated, lines, send: chance.happens(0.9) }
    const heard = await this.#ask(uuid(), "placeOrder", args, id)
    if (heard) this.#orders.push({ id, lines: [...lines], steps: 0 })
  }

  async #change(order: OwnOrder): Promise<void> {
    const { chance, menu } = this.#options
    const orderId = order.id
    const line = chance.oneOf(order.lines)
    const draw = chance.draw()
    if (draw < 0.2) {
      const dish = chooseDish(menu, chance, chance.between(1, 3), 1, chance.happens(0.2))
      if (dish === undefined) return
      const heard = await this.#command(order, "addLines", { lines: [dish], send: true })
      if (heard) order.lines.push(dish)
    } else if (draw < 0.3)
      await this.#command(order, "fireCourse", { course: chance.between(1, 3) })
    else if (line === undefined) await this.#command(order, "sendLines", {})
    else if (draw < 0.45) await this.#command(order, "voidLine", { lineId: line.id, quantity: 1 })
    else if (draw < 0.6) await this.#command(order, "holdLines", { lineIds: [line.id] })
    else if (draw < 0.75) await this.#command(order, "fireLines", { lineIds: [line.id] })
    else if (draw < 0.9)
      await this.#command(order, "serveLines", { parts: [{ lineId: line.id, quantity: 1 }] })
    else
      await this.#ask(uuid(), "changeLine", { orderId, lineId: line.id, note: "no salt" }, orderId)
  }

  /** All of the order, or one line, goes to another one of this client or to a new one. */
  async #pass(order: OwnOrder): Promise<void> {
    const { chance } = this.#options
    const other = chance.oneOf(this.#orders.filter((known) => known !== order))
    if (other !== undefined && chance.happens(0.4)) {
      if (!(await this.#command(order, "mergeInto", { intoOrderId: other.id }))) return
      other.lines.push(...order.lines)
      this.#orders.splice(this.#orders.indexOf(order), 1)
      return
    }
    const line = chance.oneOf(order.lines)
    if (line === undefined) return
    const to = other ?? { id: uuid(), lines: [], steps: 0 }
    const args = { toOrderId: to.id, lineIds: [line.id] }
    if (!(await this.#command(order, "splitTo", args))) return
    order.lines.splice(order.lines.indexOf(line), 1)
    to.lines.push(line)
    if (other === undefined) this.#orders.push(to)
  }

  /** Everything is fired, collected and paid; whatever is refused is left to the kitchen. */
  async #leave(order: OwnOrder): Promise<void> {
    const lineIds = order.lines.map(({ id }) => id)
    for (const course of [1, 2, 3]) await this.#command(order, "fireCourse", { course })
    await this.#command(order, "sendLines", {})
    await this.#command(order, "serveLines", { lineIds })
    await this.#command(order, "close", {})
    this.#orders.splice(this.#orders.indexOf(order), 1)
  }

  #command(order: OwnOrder, op: string, args: Args): Promise<boolean> {
    return this.#ask(uuid(), op, { orderId: order.id, ...args }, order.id)
  }

  /** A repeat of what was heard before, as after a lost answer: it must get the first answer. */
  async #again({ cid, op, args, rev }: Heard): Promise<void> {
    const { asker, ledger } = this.#options
    const again = await asker.ask(cid, op, args).catch((error: unknown) => {
      if (error instanceof HubRefusal) return error.code
      throw error
    })
    if (again !== rev) ledger.broken.push(`${op} ${cid} was heard as ${rev}, repeated as ${again}`)
  }

  async #ask(cid: string, op: string, args: Args, orderId: string): Promise<boolean> {
    const { asker, ledger } = this.#options
    ledger.asked(cid, `${op} of ${orderId}`)
    try {
      const rev = await asker.ask(cid, op, args)
      ledger.heard({ cid, orderId, op, args, rev })
      this.#last = { cid, op, args, rev }
      return true
    } catch (error) {
      if (!(error instanceof HubRefusal)) throw error
      ledger.refuse(cid, error.code)
      return false
    }
  }
}
