import { describe, expect, it } from "vitest"
import { changeOf, drafted } from "#plugins/orders/ui/line-draft.ts"
import type { ShownLine } from "#plugins/orders/ui/shown-order.ts"
import { lineId, productId } from "#test/browser/support/bistro-setup.ts"

const line: ShownLine = {
  lineId: lineId(1),
  productId: productId("burger"),
  name: "Margaux burger",
  quantity: 1,
  progress: "heard",
  counts: { draft: 0, held: 0, sent: 1, started: 0, ready: 0, served: 0, voided: 0 },
  modifiers: [{ optionId: "cooking-rare", name: "Rare", kind: "note", quantity: 1 }],
  note: "cut in half",
  unitPrice: 1850,
}

describe("a change of a dish that others change too", () => {
  it("[WAITER-24] asks for what was touched and for nothing else", () => {
    const draft = { chosen: ["cooking-rare", "remove-onion"] }
    const changedByOthers = { ...line, quantity: 3, note: "whole" }
    expect(drafted(changedByOthers, draft)).toMatchObject({ quantity: 3, note: "whole" })
    expect(changeOf(changedByOthers, draft)).toEqual({
      modifiers: [{ optionId: "cooking-rare" }, { optionId: "remove-onion" }],
    })
  })

  it("[WAITER-24] is none where nothing was touched, or somebody did the same before", () => {
    expect(changeOf({ ...line, quantity: 3 }, {})).toBeUndefined()
    expect(changeOf({ ...line, quantity: 3 }, { quantity: 3 })).toBeUndefined()
    expect(changeOf(line, { quantity: 1, note: "cut in half" })).toBeUndefined()
  })

  it("[WAITER-24] can empty a note", () => {
    expect(changeOf(line, { note: "" })).toEqual({ note: "" })
  })
})
