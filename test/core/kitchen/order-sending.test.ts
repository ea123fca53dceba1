import { describe, expect, it } from "vitest"
import { burger, fries, lineId, placing, story, ticketAt } from "./kitchen-story.ts"

describe("an order that is placed", () => {
  it("[ORDER-3] fires what is not on hold and holds the rest", () => {
    const told = story(placing([burger(1), fries(2, { hold: true })]))
    expect(told.events.map((event) => event.type)).toEqual(["OrderPlaced"])
    expect(told.counts(1)).toEqual({ sent: 2 })
    expect(told.counts(2)).toEqual({ held: 2 })
  })
  it("[ORDER-3] stays draft when it is not to be sent", () => {
    expect(story(placing([burger(1)], false)).counts(1)).toEqual({ draft: 2 })
  })
  it("[ORDER-3] is the same order when a till repeats it, even after a cancel", () => {
    const told = story(placing([burger(1)]), placing([burger(1)]))
    expect(told.events).toEqual([])
    const again = told.next({ op: "cancel" }, placing([burger(1)]))
    expect([again.refusal, again.events, again.order.status]).toEqual([undefined, [], "cancelled"])
  })
  it("[ORDER-2] refuses everything before it was placed", () => {
    expect(story({ op: "cancel" }).refusal).toBe("ORDER_NOT_FOUND")
  })
  it("[ORDER-4] gets one ticket per station and course", () => {
    const { order } = story(
      placing([burger(1), burger(2), fries(3), burger(4, { course: 2 }), burger(5, { course: 2 })]),
    )
    expect(
      order.tickets.map(({ station, course, items }) => [station, course, items.length]),
    ).toEqual([
      ["grill", undefined, 2],
      ["fry", undefined, 1],
      ["grill", 2, 2],
    ])
    expect(new Set(order.tickets.map((ticket) => ticket.id)).size).toBe(3)
  })
})

describe("lines that are added later", () => {
  it("[ORDER-4] come as an add-on while the station has an open ticket", () => {
    const told = story(placing([burger(1)]), { op: "addLines", lines: [burger(2)], send: true })
    expect(told.order.tickets.map((ticket) => ticket.addOn)).toEqual([false, true])
  })
  it("[ORDER-4] are no add-on once the station is done", () => {
    const told = story(
      placing([burger(1)]),
      (order) => ({ op: "bumpTicket", ticketId: ticketAt(order, "grill").id }),
      { op: "addLines", lines: [burger(2)], send: true },
    )
    expect(told.order.tickets.map((ticket) => ticket.addOn)).toEqual([false, false])
  })
  it("[ORDER-15] are added once when a handheld repeats them", () => {
    const adding = { op: "addLines" as const, lines: [burger(2)], send: true }
    const told = story(placing([burger(1)]), adding, adding)
    expect(told.events).toEqual([])
    expect(told.order.lines).toHaveLength(2)
  })
  it("[ORDER-15] are sent when they were draft before", () => {
    const told = story(placing([burger(1)], false), {
      op: "addLines",
      lines: [burger(1)],
      send: true,
    })
    expect(told.events.map((event) => event.type)).toEqual(["LinesSent"])
  })
  it("[ORDER-15] are refused when the id belongs to another dish", () => {
    const told = story(placing([burger(1)]), {
      op: "addLines",
      lines: [{ ...fries(2), id: lineId(1) }],
      send: true,
    })
    expect(told.refusal).toBe("LINE_ID_TAKEN")
  })
})

describe("sending, holding and firing", () => {
  const draft = story(placing([burger(1), fries(2, { hold: true })], false))
  it("[ORDER-5] sends all drafts when nothing is selected, and holds what says so", () => {
    const told = draft.next({ op: "sendLines" })
    expect([told.counts(1), told.counts(2)]).toEqual([{ sent: 2 }, { held: 2 }])
    expect(told.next({ op: "sendLines" }).events).toEqual([])
  })
  it("[ORDER-5] sends a line on hold when it is named", () => {
    expect(draft.next({ op: "sendLines", lineIds: [lineId(2)] }).counts(2)).toEqual({ sent: 2 })
  })
  it("[ORDER-5] does not fire what is held", () => {
    const told = draft.next({ op: "sendLines" }, { op: "sendLines", lineIds: [lineId(2)] })
    expect(told.refusal).toBe("LINE_HELD")
  })
  it("[ORDER-6] fires a held ticket under its own id", () => {
    const held = story(placing([burger(1, { hold: true })]))
    const told = held.next({ op: "fireLines", lineIds: [lineId(1)] })
    expect(told.counts(1)).toEqual({ sent: 2 })
    expect(told.order.tickets.map((ticket) => ticket.id)).toEqual(
      held.order.tickets.map((ticket) => ticket.id),
    )
  })
  it("[ORDER-6] fires part of a held line inside its ticket", () => {
    const told = story(placing([burger(1, { hold: true })]), {
      op: "fireLines",
      parts: [{ lineId: lineId(1), quantity: 1 }],
    })
    expect(told.counts(1)).toEqual({ held: 1, sent: 1 })
    expect(told.order.tickets).toHaveLength(1)
  })
  it("[ORDER-6] fires a whole course, held and draft alike, once", () => {
    const told = story(
      placing([burger(1, { course: 2, hold: true })]),
      { op: "addLines", lines: [fries(2, { course: 2 })], send: false },
      { op: "fireCourse", course: 2 },
    )
    expect([told.counts(1), told.counts(2)]).toEqual([{ sent: 2 }, { sent: 2 }])
    expect(told.next({ op: "fireCourse", course: 2 }).events).toEqual([])
    expect(told.next({ op: "fireCourse", course: 3 }).refusal).toBe("COURSE_EMPTY")
  })
  it("[ORDER-7] holds drafts only", () => {
    const told = story(placing([burger(1)], false), { op: "holdLines", lineIds: [lineId(1)] })
    expect(told.counts(1)).toEqual({ held: 2 })
    expect(told.next({ op: "holdLines", lineIds: [lineId(1)] }).events).toEqual([])
    const fired = told.next({ op: "fireLines", lineIds: [lineId(1)] })
    expect(fired.next({ op: "holdLines", lineIds: [lineId(1)] }).refusal).toBe("LINE_ALREADY_SENT")
  })
  it("[ORDER-8] refuses an empty selection, an unknown line and an unknown ticket", () => {
    const told = story(placing([burger(1), fries(2)]))
    expect(told.next({ op: "fireLines" }).refusal).toBe("NOTHING_SELECTED")
    expect(told.next({ op: "fireLines", lineIds: [lineId(9)] }).refusal).toBe("LINE_UNKNOWN")
    const ticketId = lineId(9) as never
    expect(told.next({ op: "startLines", ticketId }).refusal).toBe("TICKET_UNKNOWN")
    const grill = ticketAt(told.order, "grill").id
    const elsewhere = told.next({ op: "startLines", ticketId: grill, lineIds: [lineId(2)] })
    expect(elsewhere.refusal).toBe("LINE_NOT_ON_TICKET")
  })
})
