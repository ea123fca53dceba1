import { describe, expect, it } from "vitest"
import type { Modifier } from "#core/kitchen/order.ts"
import type { OrderCommand } from "#core/kitchen/order-command.ts"
import { bumping, burger, lineId, placing, story, ticketAt } from "./kitchen-story.ts"

const bacon: Modifier = { optionId: "bacon", name: "Bacon", kind: "add", quantity: 1 }
const change = (more: object): OrderCommand => ({ op: "changeLine", lineId: lineId(1), ...more })
const take = (more: object = {}): OrderCommand => ({ op: "voidLine", lineId: lineId(1), ...more })
const lineIds = [lineId(1)]
const fired = story(placing([burger(1)]))

describe("voiding", () => {
  it("[ORDER-10] takes the least advanced units first", () => {
    const told = story(
      placing([burger(1, { quantity: 3 })]),
      { op: "readyLines", parts: [{ lineId: lineId(1), quantity: 1 }] },
      { op: "startLines", parts: [{ lineId: lineId(1), quantity: 1 }] },
      take({ quantity: 2 }),
    )
    expect(told.counts(1)).toEqual({ ready: 1, voided: 2 })
  })
  it("[ORDER-10] leaves what was collected", () => {
    const served = fired.next({ op: "serveLines", parts: [{ lineId: lineId(1), quantity: 1 }] })
    expect(served.next(take({ quantity: 2 })).refusal).toBe("QUANTITY_TOO_LARGE")
    const rest = served.next(take())
    expect(rest.counts(1)).toEqual({ served: 1, voided: 1 })
    expect(rest.next(take()).refusal).toBe("LINE_ALREADY_SERVED")
  })
  it("[ORDER-2] does nothing to a line that is voided already", () => {
    expect(fired.next(take(), take()).events).toEqual([])
  })
  it("[ORDER-11] asks the cook to notice that fewer are wanted", () => {
    const told = fired.next(take({ quantity: 1 }))
    expect(told.order.lines[0]?.change).toMatchObject({ was: { quantity: 2 }, ack: false })
  })
  it("[ORDER-11] is silent while the line is draft or held", () => {
    const held = story(placing([burger(1, { hold: true })])).next(take({ quantity: 1 }))
    expect(held.order.lines[0]).not.toHaveProperty("change")
    expect(held.counts(1)).toEqual({ held: 1, voided: 1 })
  })
})

describe("changing a line", () => {
  it("[ORDER-11] is silent before the line is fired", () => {
    const told = story(placing([burger(1, { hold: true })])).next(change({ modifiers: [bacon] }))
    expect(told.events).toMatchObject([{ type: "LineChanged", amends: false }])
    expect(told.order.lines[0]?.modifiers).toEqual([bacon])
    expect(told.order.lines[0]).not.toHaveProperty("change")
  })
  it("[ORDER-11] is an amendment afterwards, until a cook acknowledges it", () => {
    const told = fired.next(change({ modifiers: [bacon], note: "well done", unitPrice: 1600 }))
    expect(told.order.lines[0]).toMatchObject({
      modifiers: [bacon],
      note: "well done",
      unitPrice: 1600,
      change: { was: { modifiers: [], quantity: 2 }, ack: false },
    })
    const seen = told.next({ op: "acknowledgeChange", lineIds })
    expect(seen.order.lines[0]?.change?.ack).toBe(true)
    expect(seen.next({ op: "acknowledgeChange", lineIds }).events).toEqual([])
  })
  it("[ORDER-11] keeps the text that the cook last knew through a second change", () => {
    const told = fired.next(change({ note: "rare" }), change({ note: "well done" }))
    expect(told.order.lines[0]?.change?.was).not.toHaveProperty("note")
  })
  it("[ORDER-11] drops a note that is emptied", () => {
    const told = fired.next(change({ note: "rare" }), change({ note: "" }))
    expect(told.order.lines[0]).not.toHaveProperty("note")
  })
  it("[ORDER-11] cannot make another dish of one that is ready", () => {
    const ready = fired.next({ op: "readyLines", lineIds })
    expect(ready.next(change({ modifiers: [bacon] })).refusal).toBe("LINE_ALREADY_READY")
  })
  it("[ORDER-2] does nothing when nothing would change", () => {
    expect(fired.next(change({ quantity: 2, modifiers: [] })).events).toEqual([])
  })
  it("[ORDER-12] lets more of it join the open ticket", () => {
    const told = fired.next({ op: "startLines", lineIds }, change({ quantity: 3 }))
    expect(told.counts(1)).toEqual({ sent: 1, started: 2 })
    expect(told.order.tickets).toHaveLength(1)
    expect(told.events).toMatchObject([{ amends: true }])
  })
  it("[ORDER-12] opens a new ticket when the last one is off the screen", () => {
    const told = fired.next(bumping("grill"), change({ quantity: 3 }))
    expect(told.counts(1)).toEqual({ sent: 1, ready: 2 })
    expect(ticketAt(told.order, "grill", 1).items).toMatchObject([{ sent: 1 }])
  })
  it("[ORDER-12] adds to drafts and held units silently", () => {
    const held = story(placing([burger(1, { hold: true })])).next(change({ quantity: 5 }))
    expect(held.counts(1)).toEqual({ held: 5 })
    const draft = story(placing([burger(1)], false)).next(change({ quantity: 5 }))
    expect(draft.counts(1)).toEqual({ draft: 5 })
  })
  it("[ORDER-12] voids the least advanced when fewer are wanted, collected ones never", () => {
    const one = { op: "serveLines" as const, parts: [{ lineId: lineId(1), quantity: 1 }] }
    const told = story(placing([burger(1, { quantity: 3 })]), one)
    expect(told.next(change({ quantity: 1 })).counts(1)).toEqual({ served: 1, voided: 2 })
    const both = told.next(one, change({ quantity: 1 }))
    expect(both.refusal).toBe("LINE_ALREADY_SERVED")
  })
  it("[ORDER-10] is refused for a line that was taken back", () => {
    expect(fired.next(take(), change({ quantity: 1 })).refusal).toBe("LINE_VOIDED")
  })
})
