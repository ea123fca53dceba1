import { describe, expect, it } from "vitest"
import type { OrderCommand } from "#core/kitchen/order-command.ts"
import {
  bumping,
  burger,
  fries,
  lineId,
  placing,
  recalling,
  showing,
  story,
} from "./kitchen-story.ts"

const fired = story(placing([burger(1), fries(2, { hold: true })]))
const lineIds = [lineId(1)]
const cookings: ReadonlyArray<OrderCommand> = [
  { op: "addLines", lines: [burger(3)], send: true },
  { op: "changeLine", lineId: lineId(1), quantity: 1 },
  { op: "voidLine", lineId: lineId(1) },
  { op: "sendLines" },
  { op: "startLines", lineIds },
  { op: "serveLines", lineIds },
  { op: "fireCourse", course: 1 },
  { op: "rush" },
]

describe("a cancelled order", () => {
  const cancelled = fired.next({ op: "cancel", reason: "guest left" })
  it("[ORDER-13] voids everything that was not collected", () => {
    expect([cancelled.counts(1), cancelled.counts(2)]).toEqual([{ voided: 2 }, { voided: 2 }])
    const served = fired.next({ op: "serveLines", lineIds }, { op: "cancel" })
    expect(served.counts(1)).toEqual({ served: 2 })
  })
  it("[ORDER-13] refuses everything else and stays as it is", () => {
    for (const command of [...cookings, { op: "close" as const }, { op: "reopen" as const }]) {
      const told = cancelled.next(command)
      expect([command.op, told.refusal]).toEqual([command.op, "ORDER_CANCELLED"])
      expect(told.order).toBe(cancelled.order)
    }
    expect(cancelled.next(recalling("grill")).refusal).toBe("ORDER_CANCELLED")
  })
  it("[ORDER-13] takes a repeated cancel and a late receipt without a word", () => {
    expect(cancelled.next({ op: "cancel" }).events).toEqual([])
    expect(cancelled.next(showing).events).toEqual([])
  })
  it("[ORDER-13] lets the cook clear its struck-through ticket, once", () => {
    const cleared = cancelled.next(bumping("grill"))
    expect(cleared.events).toMatchObject([{ type: "TicketBumped", moves: [] }])
    expect(cleared.next(bumping("grill")).events).toEqual([])
  })
})

describe("closing an order", () => {
  it("[ORDER-14] is refused while the kitchen has work, and says how much", () => {
    const told = fired.next({ op: "close" })
    expect(told.refusal).toBe("ORDER_STILL_COOKING")
    expect(told.meta).toEqual({ draft: 0, held: 2, sent: 2, started: 0 })
  })
  it("[ORDER-14] collects what is ready, and only reopening leads on", () => {
    const closed = story(placing([burger(1)]), { op: "readyLines", lineIds }, { op: "close" })
    expect([closed.order.status, closed.counts(1)]).toEqual(["closed", { served: 2 }])
    for (const command of [...cookings, { op: "cancel" as const }])
      expect(closed.next(command).refusal).toBe("ORDER_CLOSED")
    expect(closed.next({ op: "close" }).events).toEqual([])
    const reopened = closed.next({ op: "reopen" })
    expect(reopened.order.status).toBe("open")
    expect(reopened.order).not.toHaveProperty("closedAt")
    expect(reopened.next({ op: "reopen" }).events).toEqual([])
  })
})

describe("a rush", () => {
  it("[ORDER-2] is set and taken back, each once", () => {
    const rushed = fired.next({ op: "rush" })
    expect(rushed.order.priority).toBe(1)
    expect(rushed.next({ op: "rush", on: true }).events).toEqual([])
    expect(rushed.next({ op: "rush", on: false }).order.priority).toBe(0)
  })
})
