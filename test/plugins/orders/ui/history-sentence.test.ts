import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import type { OrderEvent } from "#core/kitchen/order-event.ts"
import type { Entry } from "#plugins/orders/ui/office/history-entry.ts"
import { historyNames } from "#plugins/orders/ui/office/history-names.ts"
import { historySentence } from "#plugins/orders/ui/office/history-sentence.ts"
import { historyWords } from "#plugins/orders/ui/office/history-words.ts"

/** Every kind of event that the kitchen's own language knows. */
const kinds = [
  ...readFileSync("core/kitchen/order-event.ts", "utf8").matchAll(/readonly type: "(\w+)"/g),
].map(([, kind = ""]) => kind)

const at = "2026-11-20T18:42:07.000Z"
const ana = { kind: "user", id: "u1", name: "Ana" } as const
const soup = { id: "soup", name: "Soupe", names: { en: "Soup", fr: "Soupe" }, quantity: 2 }
const steak = { id: "steak", name: "Steak", quantity: 1 }
const sent = (lineId: string, quantity: number, to = "sent", from = "draft") => ({
  ...{ ticketId: "grill-1", lineId, quantity, from, to },
})
const opened = [{ ticketId: "grill-1", station: "grill", addOn: false }]

/** With something in every field that an event may have. */
const full = {
  lines: [soup, steak],
  moves: [sent("soup", 2)],
  opened,
  tickets: [{ id: "grill-1", station: "grill" }],
  units: [{ lineId: "soup", status: "sent", quantity: 2 }],
  ...{ orderType: "dineIn", table: "12", was: "7", server: "Bram", priority: 1 },
  ...{ ticketId: "grill-1", lineId: "soup", reason: "Spilled", promisedAt: at },
  ...{ toNumber: "43", fromNumber: "41", fromTable: "9" },
}

const entry = (event: object, by: Entry["by"] = ana): Entry => ({
  ...{ rev: 1, at, by },
  event: event as OrderEvent,
})
const placed = entry({ type: "OrderPlaced", ...full })
const names = (language: "en" | "fr", history = [placed]) =>
  historyNames(
    history,
    (line) => line.names?.[language] ?? line.name,
    (key) => (key === "grill" ? "Grill" : key),
  )
/** Without the marks around names. */
const said = (event: object, language: "en" | "fr" = "en", by?: Entry["by"]) =>
  historySentence(entry(event, by), names(language), language).replaceAll(/[\u2068\u2069]/g, "")

describe("the history of an order", () => {
  it("[OFFICE-73] has a sentence in each language for every kind of event", () => {
    expect(kinds.length).toBeGreaterThan(20)
    for (const kind of kinds)
      for (const language of ["en", "fr"] as const) {
        // Those that were seen are named by their ids alone.
        const lines = kind === "ChangeAcknowledged" ? ["soup"] : full.lines
        const tickets = kind === "TicketsShown" ? ["grill-1"] : full.tickets
        const sentence = said({ ...full, lines, tickets, type: kind }, language)
        expect(sentence, kind).toMatch(/^Ana \S/)
        expect(sentence, kind).not.toContain(historyWords[language].unknown)
        expect(sentence, kind).not.toMatch(/undefined|NaN|…|\[object|grill-1/)
        expect(sentence, kind).not.toContain(kind)
      }
  })

  it("[OFFICE-73] says of a kind that nobody knows words for that there are none", () => {
    for (const type of ["TipGiven", "toString", "__proto__"])
      for (const language of ["en", "fr"] as const)
        expect(said({ type }, language)).toBe(`Ana ${historyWords[language].unknown}`)
  })

  it("[OFFICE-73] names dishes, table, and what waits", () => {
    const moves = [sent("soup", 2, "held")]
    expect(said({ ...full, type: "OrderPlaced", moves })).toBe(
      "Ana took the order of table 12: 2 × Soup, 1 × Steak. On hold: 2 × Soup. Not sent: 1 × Steak",
    )
    const { table: _, ...toGo } = { ...full, type: "OrderPlaced", orderType: "takeaway" }
    expect(said({ ...toGo, lines: [steak], moves: [sent("steak", 1)] }, "fr")).toBe(
      "Ana a pris une commande à emporter : 1 × Steak",
    )
  })

  it("[OFFICE-73] says who voided what and why, and what was voided with a whole order", () => {
    const moves = [sent("soup", 1, "voided", "sent"), sent("soup", 1, "voided", "started")]
    expect(said({ type: "LinesVoided", moves, reason: "Spilled" })).toBe(
      "Ana voided 2 × Soup, “Spilled”",
    )
    expect(said({ type: "OrderCancelled", moves, reason: "Parti" }, "fr")).toBe(
      "Ana a annulé la commande, « Parti ». Annulé : 2 × Soupe",
    )
  })

  it("[OFFICE-73] tells the pass from a station, and taking over from handing over", () => {
    expect(said({ type: "TicketBumped", ticketId: "grill-1", moves: [] })).toBe(
      "Ana bumped the ticket of Grill",
    )
    expect(
      said({ type: "TicketBumped", ticketId: "pass", moves: [sent("soup", 2, "served")] }),
    ).toBe("Ana handed a course over at the pass. Served: 2 × Soup")
    expect(said({ type: "OrderTransferred", server: "Ana", was: "Bram" })).toBe(
      "Ana took the order over from Bram",
    )
    expect(said({ type: "OrderTransferred", server: "Chloé", was: "Ana" })).toBe(
      "Ana handed the order to Chloé",
    )
  })

  it("[OFFICE-73] calls whoever has no name what they are", () => {
    const closed = { type: "OrderClosed", moves: [] }
    expect(said(closed, "en", { kind: "user", id: "u" })).toBe("Somebody closed the order")
    expect(said(closed, "fr", { kind: "device", id: "d" })).toBe("Un appareil a clos la commande")
    expect(said(closed, "en", { kind: "system", id: "hub" })).toBe("Heard closed the order")
  })
})
