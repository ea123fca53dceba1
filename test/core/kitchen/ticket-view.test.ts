import { Schema } from "effect"
import { describe, expect, it } from "vitest"
import { OrderView, orderView } from "#core/kitchen/order-view.ts"
import { expoTicketsOf, ticketsOf } from "#core/kitchen/ticket-view.ts"
import {
  bumping,
  burger,
  fries,
  lineId,
  placing,
  type Story,
  showing,
  story,
} from "./kitchen-story.ts"

const lineIds = [lineId(1)]
const fired = story(placing([burger(1, { note: "rare", seat: 2 }), fries(2)]))
const ticketAtGrill = ({ order }: Story) =>
  ticketsOf(order, { tables: new Map() }).find(({ station }) => station === "grill")

describe("a ticket on its screen", () => {
  it("[TICKET-6] says when it was fired and when its slowest dish is due", () => {
    const slow = story(placing([burger(1), burger(2, { targetSeconds: 900 })]))
    expect(ticketAtGrill(slow)).toMatchObject({
      firedAt: "2026-11-20T12:00:00.000Z",
      dueAt: "2026-11-20T12:15:00.000Z",
      targetSeconds: 900,
    })
    const voided = slow.next({ op: "voidLine", lineId: lineId(2) })
    expect(ticketAtGrill(voided)?.targetSeconds).toBe(600)
  })
  it("carries everything the cook must know of the dish and its order", () => {
    expect(ticketAtGrill(fired)).toMatchObject({
      number: "42",
      type: "dineIn",
      table: "5",
      lines: [{ name: "Burger", quantity: 2, ready: 0, seat: 2, note: "rare", status: "sent" }],
    })
  })
  it("[TICKET-7] names the other station and how far it is", () => {
    expect(ticketAtGrill(fired.next(bumping("fry")))?.alsoAt).toEqual([
      { station: "fry", status: "bumped" },
    ])
  })
  it("[TICKET-7] looks at the same course first when a station has several", () => {
    const told = story(
      placing([
        burger(1, { course: 1 }),
        fries(2, { course: 1 }),
        fries(3, { course: 2, hold: true }),
      ]),
    )
    expect(ticketAtGrill(told)?.alsoAt).toEqual([{ station: "fry", status: "fired" }])
  })
  it("[TICKET-7] does not name a station whose dishes were all taken back, here or at the pass", () => {
    const told = fired.next({ op: "voidLine", lineId: lineId(2) })
    expect(ticketAtGrill(told)?.alsoAt).toEqual([])
    expect(expoTicketsOf(told.order)[0]?.alsoAt).toEqual([{ station: "grill", status: "fired" }])
  })
  it("[TICKET-5] shows what was voided after firing until it is bumped", () => {
    const told = fired.next({ op: "voidLine", lineId: lineId(1) })
    expect(ticketAtGrill(told)).toMatchObject({
      status: "fired",
      lines: [{ status: "voided", quantity: 0, voided: 2 }],
    })
    expect(ticketAtGrill(told.next(bumping("grill")))).toBeUndefined()
    expect(ticketAtGrill(fired.next({ op: "cancel" }))?.lines).toMatchObject([{ status: "voided" }])
  })
  it("[TICKET-5] says nothing of what was voided while held", () => {
    const held = story(placing([burger(1, { hold: true }), burger(2, { hold: true })]))
    const told = held.next({ op: "voidLine", lineId: lineId(1) })
    expect(ticketAtGrill(told)?.lines).toHaveLength(1)
    const nothing = told.next({ op: "voidLine", lineId: lineId(2) })
    expect(ticketAtGrill(nothing)).toBeUndefined()
  })
  it("[TICKET-1] is gone when every wanted dish is collected, and when the order is closed", () => {
    expect(ticketAtGrill(fired.next({ op: "serveLines", lineIds }))).toBeUndefined()
    const closed = fired.next(bumping("grill"), bumping("fry"), { op: "close" })
    expect(ticketsOf(closed.order, { tables: new Map() })).toEqual([])
  })
  it("[ORDER-11] says what the cook last knew, and what of it is different", () => {
    const told = fired.next({ op: "changeLine", lineId: lineId(1), quantity: 3, note: "well done" })
    const change = {
      was: "2 × Burger, S2, rare",
      differences: [
        { kind: "quantity", was: 2, now: 3 },
        { kind: "note", was: "rare", now: "well done" },
      ],
      ack: false,
    }
    expect(ticketAtGrill(told)?.lines[0]).toMatchObject({ quantity: 3, note: "well done", change })
    expect(orderView(told.order).lines[0]).toMatchObject({ change })
  })
  it("[TICKET-9] counts every change, and for paper only what was fired or taken back", () => {
    const { order } = fired.next(
      { op: "startLines", lineIds },
      { op: "voidLine", lineId: lineId(1), quantity: 1 },
      { op: "readyLines", lineIds },
    )
    expect(order.tickets.map(({ rev, edition }) => [rev, edition])).toEqual([
      [4, 2],
      [1, 1],
    ])
  })
})

describe("an order as its waiter sees it", () => {
  it("[ORDER-16] is heard when sent and shown when a device showed it", () => {
    const status = ({ order }: Story) => orderView(order).lines[0]?.status
    expect(status(fired)).toBe("heard")
    const shown = fired.next(showing)
    expect(status(shown)).toBe("shown")
    expect(shown.next(showing).events).toEqual([])
    const more = shown.next({ op: "changeLine", lineId: lineId(1), quantity: 3 })
    expect(status(more)).toBe("heard")
  })
  it("[ORDER-16] held tickets are not proof that the kitchen saw the order", () => {
    const held = story(placing([burger(1, { hold: true })]), showing)
    expect(held.events).toEqual([])
  })
  it("counts and charges what is wanted, and fits its own description", () => {
    const told = fired.next({ op: "voidLine", lineId: lineId(1), quantity: 1 })
    const view = orderView(told.order, "EUR")
    expect(view.lines[0]).toMatchObject({ quantity: 1, counts: { sent: 1, voided: 1 } })
    expect(view.total).toEqual({ amount: 1450 + 800, currency: "EUR" })
    expect(Schema.decodeUnknownSync(OrderView)(JSON.parse(JSON.stringify(view)))).toEqual(view)
  })
})
