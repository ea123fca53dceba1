import { describe, expect, it } from "vitest"
import type { OrderEvent } from "#core/kitchen/order-event.ts"
import type { Entry } from "#plugins/orders/ui/office/history-entry.ts"
import { takenBack } from "#plugins/orders/ui/office/taken-back.ts"
import { tookMs, tookWords } from "#plugins/orders/ui/office/took.ts"

const by = { kind: "user", id: "u1", name: "Ana" } as const
const at = "2026-11-20T18:42:07.000Z"
const happened = (rev: number, event: object): Entry => ({
  ...{ rev, at, by },
  event: event as OrderEvent,
})
const move = (lineId: string, quantity: number, from: string, to = "voided") => ({
  ...{ lineId, quantity, from, to },
})

describe("what was voided of an order", () => {
  it("[OFFICE-72] is all that went by a void, a smaller quantity or a cancel, the newest first", () => {
    const voids = takenBack([
      happened(1, { type: "OrderPlaced", moves: [move("soup", 3, "draft", "sent")] }),
      happened(2, {
        type: "LinesVoided",
        moves: [move("soup", 1, "sent"), move("soup", 1, "started"), move("steak", 1, "draft")],
        reason: "Spilled",
      }),
      happened(3, { type: "LineChanged", moves: [move("soup", 1, "sent")] }),
      happened(4, { type: "OrderReopened" }),
      happened(5, { type: "OrderCancelled", moves: [move("fish", 1, "ready")] }),
    ])
    expect(voids.map(({ key: _, at: __, by: ___, ...rest }) => rest)).toEqual([
      { lineId: "fish", quantity: 1, begun: true },
      { lineId: "soup", quantity: 1, begun: false },
      { lineId: "steak", quantity: 1, reason: "Spilled", begun: false },
      { lineId: "soup", quantity: 2, reason: "Spilled", begun: true },
    ])
    expect(new Set(voids.map(({ key }) => key)).size).toBe(4)
    expect(voids.every((one) => one.by === by && one.at === at)).toBe(true)
  })
})

describe("how long an order took", () => {
  const placedAt = "2026-11-20T18:00:00.000Z"
  const now = Date.parse("2026-11-20T19:12:30.000Z")
  const words = (order: Partial<Parameters<typeof tookMs>[0]>) => {
    const ms = tookMs({ status: "closed", placedAt, ...order }, now)
    return ms === undefined ? undefined : tookWords(ms, "en")
  }

  it("[OFFICE-70] is counted to its end, and of an open one until now", () => {
    expect(words({ status: "open" })).toBe("1 h 12 min")
    expect(words({ closedAt: "2026-11-20T18:34:59.000Z" })).toBe("34 min")
    expect(words({ status: "cancelled", cancelledAt: "2026-11-20T20:00:00.000Z" })).toBe("2 h")
    expect(words({ closedAt: "2026-11-20T18:00:20.000Z" })).toBe("under 1 min")
    expect(words({ closedAt: "2026-11-20T17:59:00.000Z" })).toBe("under 1 min")
    expect(words({ status: "merged" })).toBeUndefined()
    expect(tookWords(0, "fr")).toBe("moins d’1 min")
  })
})
