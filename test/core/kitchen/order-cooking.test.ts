import { describe, expect, it } from "vitest"
import { burger, fries, lineId, minutes, placing, story, ticketAt } from "./kitchen-story.ts"

const fired = story(placing([burger(1), fries(2)]))
const lineIds = [lineId(1)]

describe("a line on its way through the kitchen", () => {
  it("[ORDER-9] is started, ready, taken back and collected", () => {
    const started = fired.next({ op: "startLines", lineIds })
    expect(started.counts(1)).toEqual({ started: 2 })
    const ready = started.next({ op: "readyLines", lineIds })
    expect(ready.counts(1)).toEqual({ ready: 2 })
    expect(ready.next({ op: "unreadyLines", lineIds }).counts(1)).toEqual({ started: 2 })
    expect(ready.next({ op: "serveLines", lineIds }).counts(1)).toEqual({ served: 2 })
  })
  it("[ORDER-9] can be ready without having been started", () => {
    expect(fired.next({ op: "readyLines", lineIds }).counts(1)).toEqual({ ready: 2 })
  })
  it("[ORDER-9] is collected from a kitchen that works with paper only", () => {
    expect(fired.next({ op: "serveLines", lineIds }).counts(1)).toEqual({ served: 2 })
  })
  it("[ORDER-9] cannot be cooked or collected before it is fired", () => {
    const held = story(placing([burger(1, { hold: true })]))
    expect(held.next({ op: "startLines", lineIds }).refusal).toBe("LINE_NOT_FIRED")
    expect(held.next({ op: "serveLines", lineIds }).refusal).toBe("LINE_NOT_FIRED")
    const draft = story(placing([burger(1)], false))
    expect(draft.next({ op: "readyLines", lineIds }).refusal).toBe("LINE_NOT_FIRED")
    const ticketId = ticketAt(held.order, "grill").id
    expect(held.next({ op: "startLines", ticketId }).refusal).toBe("TICKET_NOT_FIRED")
  })
  it("[ORDER-9] cannot be un-readied once it was collected", () => {
    const served = fired.next({ op: "serveLines", lineIds })
    expect(served.next({ op: "unreadyLines", lineIds }).refusal).toBe("LINE_ALREADY_SERVED")
  })
  it("[ORDER-2] takes a repeated tap as done", () => {
    const ready = fired.next({ op: "readyLines", lineIds })
    expect(ready.next({ op: "readyLines", lineIds }).events).toEqual([])
    expect(ready.next({ op: "startLines", lineIds }).events).toEqual([])
  })
  it("[ORDER-8] moves a part of its quantity, and not more than there is", () => {
    const one = fired.next({ op: "readyLines", parts: [{ lineId: lineId(1), quantity: 1 }] })
    expect(one.counts(1)).toEqual({ sent: 1, ready: 1 })
    const three = one.next({ op: "readyLines", parts: [{ lineId: lineId(1), quantity: 3 }] })
    expect([three.refusal, three.meta["available"]]).toEqual(["QUANTITY_TOO_LARGE", 2])
  })
  it("[ORDER-8] moves with its ticket, and the other stations stay", () => {
    const ticketId = ticketAt(fired.order, "grill").id
    const told = fired.next({ op: "readyLines", ticketId })
    expect([told.counts(1), told.counts(2)]).toEqual([{ ready: 2 }, { sent: 2 }])
  })
  it("[ORDER-8] moves what can when another selected line is there already", () => {
    const told = fired.next(
      { op: "readyLines", lineIds },
      { op: "readyLines", lineIds: [lineId(1), lineId(2)] },
    )
    expect([told.counts(1), told.counts(2)]).toEqual([{ ready: 2 }, { ready: 2 }])
  })
  it("[ORDER-8] keeps all others where they are when one is impossible", () => {
    const told = story(placing([burger(1), fries(2, { hold: true })])).next({
      op: "startLines",
      lineIds: [lineId(1), lineId(2)],
    })
    expect([told.refusal, told.counts(1)]).toEqual(["LINE_NOT_FIRED", { sent: 2 }])
  })
  it("[ORDER-8] is refused by name once it was voided", () => {
    const told = fired.next({ op: "voidLine", lineId: lineId(1) }, { op: "readyLines", lineIds })
    expect(told.refusal).toBe("LINE_VOIDED")
  })
  it("keeps the instants of its ticket", () => {
    const { order } = fired.next(
      { op: "startLines", lineIds },
      { op: "readyLines", parts: [{ lineId: lineId(1), quantity: 1 }] },
      { op: "readyLines", lineIds },
    )
    const ticket = ticketAt(order, "grill")
    expect([ticket.firedAt, ticket.startedAt, ticket.readyAt]).toEqual([
      minutes(0),
      minutes(1),
      minutes(3),
    ])
  })
})
