import type { TicketLine, TicketView } from "#core/kitchen/ticket.ts"
import type { Answer } from "./fake-hub.ts"
import type { FakeViews, Json } from "./fake-views.ts"

export const grill = "0193f4c0-0000-7000-8000-0000000000a1"
export const pass = "0193f4c0-0000-7000-8000-0000000000a2"

/** Ids that a failing test can be read by. */
const idOf = (kind: string, n: number): string =>
  `0193f4c0-0000-7000-8000-${kind}${String(n).padStart(12 - kind.length, "0")}`

export const ticketId = (n: number): string => idOf("7", n)

interface TicketInput extends Partial<Omit<TicketView, "lines" | "ticketId">> {
  readonly n: number
  /** Seconds since it was fired. */
  readonly age?: number
  readonly lines?: ReadonlyArray<Partial<TicketLine>>
}

/** A ticket that differs from "two burgers, table 12, fired a minute ago, due in nine" by what the test says. */
export const ticket = ({ n, age = 60, lines = [{}], ...rest }: TicketInput): TicketView => {
  const whole = {
    ticketId: ticketId(n),
    orderId: idOf("8", n),
    number: String(n),
    type: "dineIn",
    table: String(n),
    station: "grill",
    status: "fired",
    addOn: false,
    firedAt: new Date(Date.now() - age * 1000).toISOString(),
    targetSeconds: 600,
    priority: 0,
    recalls: 0,
    alsoAt: [],
    rev: 1,
    ...(rest.status !== "held" && { slot: n - 1 }),
    ...rest,
    lines: lines.map((line, at) => ({
      lineId: idOf("9", n * 100 + at),
      name: "Burger",
      quantity: 2,
      ready: 0,
      modifiers: [],
      status: rest.status === "held" ? "held" : "sent",
      ...line,
    })),
  }
  return whole as unknown as TicketView
}

export const put = (views: FakeViews, ticket: TicketView, screen = grill): void =>
  views.set(`screen/${screen}`, ticket.ticketId, ticket as unknown as Json)

export const setUpRestaurant = (views: FakeViews): void => {
  const stations = [
    ["grill", "Grill", "prep"],
    ["fry", "Friteuse", "prep"],
    ["cold", "Froid", "prep"],
    ["pass", "Passe", "expo"],
  ]
  stations.forEach(([key = "", name, kind], sort) => {
    views.set("menu", `station/${key}`, { type: "station", id: key, key, name, kind, sort })
  })
  const screen = (id: string, name: string, kind: string, own: ReadonlyArray<string>) =>
    views.set("menu", `screen/${id}`, { type: "screen", id, name, kind, stations: own, slots: 12 })
  screen(grill, "Grill", "station", ["grill"])
  screen(pass, "Passe", "expo", ["grill", "fry", "cold"])
}

/** Just enough of a kitchen that a screen's commands come back as pictures. */
export const cook: Answer = ({ op, args }, views) => {
  const id = String(args["ticketId"])
  for (const screen of [grill, pass]) {
    const found = views.get(`screen/${screen}`, id) as TicketView | undefined
    if (found !== undefined) put(views, after(op, found, args["lineIds"] as string[]), screen)
  }
  return undefined
}

const after = (op: string, ticket: TicketView, lineIds: ReadonlyArray<string> = []): TicketView => {
  const rev = ticket.rev + 1
  const change = (to: (line: TicketLine) => Partial<TicketLine>): TicketView => ({
    ...ticket,
    rev,
    lines: ticket.lines.map((line) =>
      lineIds.includes(line.lineId) ? { ...line, ...to(line) } : line,
    ),
  })
  switch (op) {
    case "startLines":
      return { ...ticket, rev, status: "started" }
    case "readyLines":
      return change((line) => ({ ready: line.quantity, status: "ready" }))
    case "unreadyLines":
      return change(() => ({ ready: 0, status: "sent" }))
    case "acknowledgeChange":
      return change(({ change }) =>
        change === undefined ? {} : { change: { ...change, ack: true } },
      )
    case "bumpTicket":
      return withoutSlot({ ...ticket, rev, status: "bumped", bumpedAt: new Date().toISOString() })
    case "recallTicket":
      return {
        ...ticket,
        rev,
        status: "started",
        recalls: ticket.recalls + 1,
        slot: Number(ticket.number) - 1,
      }
    default:
      return ticket
  }
}

/** The hub gives places to open tickets only. */
const withoutSlot = ({ slot: _, ...ticket }: TicketView): TicketView => ticket
