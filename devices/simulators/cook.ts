import type { HubClient } from "#core/client/hub-client.ts"
import { HubRefusal } from "#core/client/hub-refusal.ts"
import type { Screen } from "#core/kitchen/menu.ts"
import type { TicketLine, TicketView } from "#core/kitchen/ticket.ts"
import type { Chance } from "./service-random.ts"

export interface CookOptions {
  readonly hub: HubClient
  readonly screen: Screen
  readonly chance: Chance
  /** 1 is an evening as it is; 10 makes a minute last six seconds. */
  readonly speed: number
  /** Tickets that this kitchen works on at once. */
  readonly hands: number
  readonly tell: (what: string) => void
}

/** What the cook means to do with a ticket. Instants are the hub's, in milliseconds since 1970. */
interface Intent {
  readonly startAt: number
  readonly readyAt: Map<string, number>
  bumpAt?: number
  recallAt?: number
  /** Something was asked and not answered yet. */
  busy: boolean
}

/** Seconds from fire to ready when a ticket names none. */
const usualSeconds = 480

/** A cook in front of a screen: shows, starts, readies, bumps and now and then takes a ticket back. */
export class Cook {
  readonly #options: CookOptions
  #tickets: ReadonlyArray<TicketView> = []
  readonly #intents = new Map<string, Intent>()

  constructor(options: CookOptions) {
    const { hub, screen } = options
    this.#options = options
    const view = `screen/${screen.id}`
    hub.watch(view, ({ items, seq, live }) => {
      this.#tickets = [...items.values()] as ReadonlyArray<TicketView>
      for (const id of this.#intents.keys()) if (!items.has(id)) this.#intents.delete(id)
      // What a person could see by now is what this screen has shown.
      if (live) hub.seen(view, seq)
    })
  }

  /** Looks at every ticket once and does what is due. Call it a few times a second. */
  look(): void {
    // The pass hands over; what leaves it is collected by the waiters.
    if (this.#options.screen.kind === "expo") return
    const inHand = this.#tickets.filter(({ status }) => status === "started").length
    let free = this.#options.hands - inHand
    const byAge = [...this.#tickets].sort(
      (a, b) => b.priority - a.priority || (a.firedAt ?? "").localeCompare(b.firedAt ?? ""),
    )
    for (const ticket of byAge) {
      const intent = this.#intents.get(ticket.ticketId) ?? this.#intend(ticket)
      if (intent.busy || this.#acknowledge(ticket, intent)) continue
      const open = ticket.status === "fired" || ticket.status === "started"
      // All of it was taken back: it is struck through and waits to be wiped away.
      if (open && !ticket.lines.some(isCooking)) this.#finish(ticket, intent)
      else if (ticket.status === "fired") {
        if (free <= 0 || !this.#due(intent.startAt)) continue
        free -= 1
        this.#ask("startLines", ticket, intent)
      } else if (ticket.status === "started") this.#cook(ticket, intent)
      else if (ticket.status === "ready") this.#finish(ticket, intent)
      else if (ticket.status === "bumped") this.#perhapsRecall(ticket, intent)
    }
  }

  #intend(ticket: TicketView): Intent {
    const intent: Intent = {
      startAt: this.#in(this.#options.chance.between(4, 40)),
      readyAt: new Map(),
      busy: false,
    }
    this.#intents.set(ticket.ticketId, intent)
    return intent
  }

  #acknowledge(ticket: TicketView, intent: Intent): boolean {
    const changed = ticket.lines.filter(({ change }) => change !== undefined && !change.ack)
    if (changed.length === 0 || ticket.status === "bumped") return false
    this.#ask("acknowledgeChange", ticket, intent, changed)
    return true
  }

  #cook(ticket: TicketView, intent: Intent): void {
    const { chance } = this.#options
    const target = ticket.targetSeconds ?? usualSeconds
    for (const { lineId } of ticket.lines)
      if (!intent.readyAt.has(lineId))
        intent.readyAt.set(lineId, this.#in(target * (0.45 + chance.draw() * 0.6)))
    const done = ticket.lines.filter(
      (line) => isCooking(line) && this.#due(intent.readyAt.get(line.lineId) ?? 0),
    )
    if (done.length > 0) this.#ask("readyLines", ticket, intent, done)
  }

  #finish(ticket: TicketView, intent: Intent): void {
    intent.bumpAt ??= this.#in(this.#options.chance.between(5, 25))
    if (!this.#due(intent.bumpAt)) return
    this.#ask("bumpTicket", ticket, intent)
    if (this.#options.chance.happens(0.04)) intent.recallAt = this.#in(15)
    delete intent.bumpAt
    const table = ticket.table === undefined ? `No. ${ticket.number}` : `Table ${ticket.table}`
    this.#options.tell(`${this.#options.screen.name} · bump ${table}`)
  }

  #perhapsRecall(ticket: TicketView, intent: Intent): void {
    if (intent.recallAt === undefined || !this.#due(intent.recallAt)) return
    delete intent.recallAt
    this.#ask("recallTicket", ticket, intent)
    this.#options.tell(`${this.#options.screen.name} · recall No. ${ticket.number}`)
  }

  /** A screen names the ticket; the hub knows the order. */
  #ask(
    op: string,
    { ticketId }: TicketView,
    intent: Intent,
    lines?: ReadonlyArray<TicketLine>,
  ): void {
    const { hub, screen, tell } = this.#options
    const lineIds = lines?.map(({ lineId }) => lineId)
    intent.busy = true
    hub
      .command(op, { ticketId, ...(lineIds === undefined ? {} : { lineIds }) })
      .catch((error: unknown) => {
        if (!(error instanceof HubRefusal)) throw error
        // The waiter was quicker (voided, served, closed): the screen shows it with the next change.
        if (error.code !== "CLIENT_CLOSED") tell(`${screen.name} · ${op} … ${error.code}`)
      })
      .finally(() => {
        intent.busy = false
      })
  }

  #due(instant: number): boolean {
    return this.#options.hub.now() >= instant
  }

  /** @param seconds of an evening as it is */
  #in(seconds: number): number {
    return this.#options.hub.now() + (seconds * 1000) / this.#options.speed
  }
}

const isCooking = ({ status, quantity, ready }: TicketLine): boolean =>
  status !== "voided" && status !== "held" && status !== "draft" && ready < quantity
