import { setTimeout as wait } from "node:timers/promises"
import { v7 as uuid } from "uuid"
import { connectHub, type HubClient } from "#core/client/hub-client.ts"
import { HubRefusal } from "#core/client/hub-refusal.ts"
import type { ViewSnapshot } from "#core/client/watched-views.ts"
import type { TicketView } from "#core/kitchen/ticket.ts"
import type { Chance } from "#devices/simulators/service-random.ts"
import type { Ledger } from "./ledger.ts"
import type { Turn } from "./turn.ts"

export interface KitchenScreenOptions {
  readonly url: string
  readonly token: () => Promise<string>
  readonly view: string
  readonly chance: Chance
  readonly ledger: Ledger
  readonly turn: Turn
}

/** Pause between two taps, in milliseconds. */
const tapMs = [200, 1_200] as const

/** A screen that keeps its picture through every crash, and the cook in front of it. */
export class KitchenScreen {
  readonly view: string
  readonly #options: KitchenScreenOptions
  readonly #hub: HubClient
  #shown: ViewSnapshot | undefined
  /** Times that the picture was unproven. */
  breaks = 0

  constructor(options: KitchenScreenOptions) {
    this.#options = options
    this.view = options.view
    this.#hub = connectHub({ url: options.url, token: options.token })
    this.#hub.onStatus((status) => {
      if (status === "notLive") this.breaks += 1
    })
    this.#hub.watch(this.view, (shown) => {
      this.#shown = shown
      if (shown.live) this.#hub.seen(this.view, shown.seq)
    })
  }

  /** What it shows; undefined while it says itself that it may be wrong. */
  get picture(): ReadonlyMap<string, unknown> | undefined {
    return this.#shown?.live === true ? this.#shown.items : undefined
  }

  async cook(): Promise<void> {
    const { chance, turn } = this.#options
    while (await turn.mine()) {
      await wait(chance.between(...tapMs))
      await turn.during(() => this.#tap())
    }
  }

  close(): void {
    this.#hub.close()
  }

  async #tap(): Promise<void> {
    const { chance, ledger } = this.#options
    const ticket = chance.oneOf([...(this.picture?.values() ?? [])] as ReadonlyArray<TicketView>)
    if (ticket === undefined) return
    const op = nextOp(ticket, chance)
    if (op === undefined) return
    const cid = uuid()
    const args = { ticketId: ticket.ticketId }
    ledger.asked(cid, `${op} at ${this.view}`)
    try {
      const { rev = 0 } = await this.#hub.command(op, args, { cid })
      ledger.heard({ cid, orderId: ticket.orderId, op, args, rev })
    } catch (error) {
      if (!(error instanceof HubRefusal)) throw error
      ledger.refuse(cid, error.code)
    }
  }
}

const nextOp = ({ status, lines }: TicketView, chance: Chance): string | undefined => {
  if (lines.some(({ change }) => change !== undefined && !change.ack)) return "acknowledgeChange"
  if (status === "bumped") return chance.happens(0.1) ? "recallTicket" : undefined
  if (status === "fired") return chance.happens(0.5) ? "startLines" : "bumpTicket"
  if (status === "started") return chance.happens(0.7) ? "readyLines" : "bumpTicket"
  return status === "ready" ? "bumpTicket" : undefined
}
