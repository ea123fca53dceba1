import { describe, expect, it } from "vitest"
import { expoTicketIdOf } from "#core/kitchen/expo-course.ts"
import { orderView } from "#core/kitchen/order-view.ts"
import type { TicketView } from "#core/kitchen/ticket.ts"
import { expoTicketsOf, ticketsOf } from "#core/kitchen/ticket-view.ts"
import {
  bumping,
  burger,
  fries,
  lineId,
  minutes,
  orderId,
  placing,
  recalling,
  type Story,
  story,
  ticketAt,
} from "./kitchen-story.ts"

const lineIds = [lineId(1)]
const fired = story(placing([burger(1), fries(2)]))
const statuses = (tickets: ReadonlyArray<TicketView>) =>
  tickets.map(({ station, status }) => [station, status])
const onScreens = ({ order }: Story) => statuses(ticketsOf(order, { tables: new Map() }))
const atPass = ({ order }: Story) => statuses(expoTicketsOf(order))

describe("a ticket that is bumped", () => {
  it("[TICKET-2] makes the rest ready and leaves the screen", () => {
    const told = fired.next({ op: "startLines", lineIds }, bumping("grill"))
    expect(told.counts(1)).toEqual({ ready: 2 })
    expect(onScreens(told)).toEqual([
      ["grill", "bumped"],
      ["fry", "fired"],
    ])
  })
  it("[TICKET-2] keeps its first bump time when the screen resends the bump", () => {
    const told = fired.next(bumping("grill"), bumping("grill"))
    expect(told.events).toEqual([])
    expect(ticketAt(told.order, "grill").bumpedAt).toBe(minutes(1))
  })
  it("[TICKET-2] is refused while held and when nobody knows it", () => {
    const held = story(placing([burger(1, { hold: true })]))
    expect(held.next(bumping("grill")).refusal).toBe("TICKET_NOT_FIRED")
    const ticketId = lineId(9) as never
    expect(fired.next({ op: "bumpTicket", ticketId }).refusal).toBe("TICKET_UNKNOWN")
    expect(fired.next({ op: "recallTicket", ticketId }).refusal).toBe("TICKET_UNKNOWN")
  })
  it("[TICKET-3] comes back as it was", () => {
    const one = { op: "readyLines" as const, parts: [{ lineId: lineId(1), quantity: 1 }] }
    const told = fired.next(one, bumping("grill"), recalling("grill"))
    expect(told.counts(1)).toEqual({ sent: 1, ready: 1 })
    expect(ticketAt(told.order, "grill").recalls).toBe(1)
    expect(told.next(recalling("grill")).events).toEqual([])
  })
  it("[TICKET-3] leaves with the waiter what was collected since", () => {
    const one = { op: "serveLines" as const, parts: [{ lineId: lineId(1), quantity: 1 }] }
    const told = fired.next(bumping("grill"), one, recalling("grill"))
    expect(told.counts(1)).toEqual({ sent: 1, served: 1 })
  })
  it("[TICKET-4] comes back when a dish is taken back or fired later", () => {
    const taken = fired.next(bumping("grill"), { op: "unreadyLines", lineIds })
    expect(onScreens(taken)[0]).toEqual(["grill", "started"])
    const partly = story(placing([burger(1, { hold: true })])).next(
      { op: "fireLines", parts: [{ lineId: lineId(1), quantity: 1 }] },
      bumping("grill"),
    )
    expect(onScreens(partly)).toEqual([["grill", "held"]])
    const rest = partly.next({ op: "fireLines", lineIds })
    expect(onScreens(rest)).toEqual([["grill", "started"]])
    expect(ticketAt(rest.order, "grill").firedAt).toBe(minutes(3))
  })
})

describe("what changed on a ticket", () => {
  const change = { op: "changeLine" as const, lineId: lineId(1), note: "rare" }
  const seen = ({ order }: Story) => order.lines.map((line) => line.change?.ack)
  it("[TICKET-10] was seen by whoever bumps it, also when its dish was taken back since", () => {
    const told = fired.next(change, { op: "voidLine", lineId: lineId(1) })
    expect(seen(told)).toEqual([false, undefined])
    const gone = told.next(bumping("grill"))
    expect(gone.events.map(({ type }) => type)).toEqual(["ChangeAcknowledged", "TicketBumped"])
    expect(seen(gone)).toEqual([true, undefined])
    expect(orderView(gone.order).lines[0]?.change?.ack).toBe(true)
  })
  it("[TICKET-10] was not seen by whoever bumps another ticket", () => {
    expect(seen(fired.next(change, bumping("fry")))).toEqual([false, undefined])
    expect(fired.next(bumping("fry")).events).toHaveLength(1)
  })
  it("[TICKET-10] stays seen when the ticket is recalled", () => {
    expect(seen(fired.next(change, bumping("grill"), recalling("grill")))).toEqual([
      true,
      undefined,
    ])
  })
  it("[TICKET-10] was seen by whoever hands it over at the pass", () => {
    const readied = fired.next(change, { op: "readyLines", lineIds }, bumping("fry"))
    expect(seen(readied)).toEqual([false, undefined])
    const ticketId = expoTicketIdOf(orderId, undefined)
    expect(seen(readied.next({ op: "bumpTicket", ticketId }))).toEqual([true, undefined])
  })
  it("[TICKET-10] [ORDER-13] was seen by whoever clears the ticket of a cancelled order", () => {
    const told = fired.next(change, { op: "cancel" }, bumping("grill"))
    expect(seen(told)).toEqual([true, undefined])
  })
})

describe("a course at the pass", () => {
  const ticketId = expoTicketIdOf(orderId, undefined)
  const handOver = { op: "bumpTicket" as const, ticketId }
  const ready = fired.next(bumping("grill"), bumping("fry"))
  it("[TICKET-8] is one ticket with every station's work and progress", () => {
    const told = fired.next({ op: "startLines", lineIds })
    const [ticket] = expoTicketsOf(told.order)
    expect(ticket?.lines.map(({ name, station }) => [name, station])).toEqual([
      ["Burger", "grill"],
      ["Fries", "fry"],
    ])
    expect(ticket?.alsoAt).toEqual([
      { station: "grill", status: "started" },
      { station: "fry", status: "fired" },
    ])
    expect(atPass(told)).toEqual([["expo", "started"]])
    expect(atPass(ready)).toEqual([["expo", "ready"]])
  })
  it("[TICKET-8] is not handed over while something is missing, and says what", () => {
    const told = fired.next(bumping("grill"), handOver)
    expect(told.refusal).toBe("TICKET_NOT_READY")
    expect(told.meta["missing"]).toEqual([{ station: "fry", name: "Fries", quantity: 2 }])
  })
  it("[TICKET-8] is handed over once, and taken back as it was", () => {
    const over = ready.next(handOver)
    expect([over.counts(1), over.counts(2)]).toEqual([{ served: 2 }, { served: 2 }])
    expect(atPass(over)).toEqual([["expo", "bumped"]])
    expect(over.next(handOver).events).toEqual([])
    const back = over.next({ op: "recallTicket", ticketId })
    expect([back.counts(1), back.counts(2)]).toEqual([{ ready: 2 }, { ready: 2 }])
    expect(atPass(back)).toEqual([["expo", "ready"]])
    expect(back.next({ op: "recallTicket", ticketId }).events).toEqual([])
  })
  it("[TICKET-8] takes back nothing that a waiter had collected before", () => {
    const told = ready.next({ op: "serveLines", lineIds }, handOver, {
      op: "recallTicket",
      ticketId,
    })
    expect([told.counts(1), told.counts(2)]).toEqual([{ served: 2 }, { ready: 2 }])
  })
  it("[TICKET-8] is refused while all of it is held", () => {
    const held = story(placing([burger(1, { hold: true })]))
    expect(held.next(handOver).refusal).toBe("TICKET_NOT_FIRED")
    expect(atPass(held)).toEqual([["expo", "held"]])
  })
  it("[TICKET-8] can be collected by line from the pass", () => {
    const told = ready.next({ op: "serveLines", ticketId, lineIds })
    expect([told.counts(1), told.counts(2)]).toEqual([{ served: 2 }, { ready: 2 }])
  })
})
