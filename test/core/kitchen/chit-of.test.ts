import { v7 as uuid } from "uuid"
import { describe, expect, it } from "vitest"
import { chitsOf } from "#core/kitchen/chit-of.ts"
import type { StationKey, TableId } from "#core/kitchen/ids.ts"
import type { Modifier } from "#core/kitchen/order.ts"
import { bistro } from "./bistro.ts"
import {
  burger,
  eveningClock,
  fries,
  lineId,
  minutes,
  placing,
  type Story,
  story,
} from "./kitchen-story.ts"

const printed = ({ events, order }: Story, language = "en", stations = ["grill"]) =>
  chitsOf(
    events,
    order,
    bistro(),
    { stations: stations as Array<StationKey>, language },
    eveningClock,
  )
const onlyChit = (told: Story, language?: string) => {
  const chits = printed(told, language)
  expect(chits).toHaveLength(1)
  return chits[0]?.chit
}
const bacon: Modifier = { optionId: "bacon", name: "Bacon", kind: "add", quantity: 1 }
const placed = story(placing([burger(1, { seat: 2 }), fries(2)]))

describe("a kitchen printer", () => {
  it("[CHIT-1] gets one chit with what its stations cook", () => {
    expect(onlyChit(placed)).toEqual({
      banners: [],
      station: "GRILL",
      table: "5",
      number: "42",
      type: "dineIn",
      time: "18:42",
      lines: [{ quantity: 2, name: "Burger", modifiers: [], seat: 2 }],
      rev: 1,
      language: "en",
    })
    expect(printed(placed, "en", ["grill", "fry"])).toHaveLength(2)
    expect(printed(placed, "en", ["bar"])).toEqual([])
  })
  it("[CHIT-1] prints nothing of what is held, and each unit once when it is fired", () => {
    const held = story(placing([burger(1, { hold: true, course: 2 })]))
    expect(printed(held)).toEqual([])
    const one = held.next({ op: "fireLines", parts: [{ lineId: lineId(1), quantity: 1 }] })
    expect(onlyChit(one)).toMatchObject({ course: 2, lines: [{ quantity: 1 }], rev: 1 })
    const rest = one.next({ op: "fireCourse", course: 2 })
    expect(onlyChit(rest)).toMatchObject({ lines: [{ quantity: 1 }], rev: 2 })
  })
  it("[CHIT-1] prints nothing while the cooks go on", () => {
    const lineIds = [lineId(1)]
    expect(printed(placed.next({ op: "startLines", lineIds }))).toEqual([])
    expect(printed(placed.next({ op: "readyLines", lineIds }))).toEqual([])
  })
  it("[MOVE-3] says that its dishes go to another table, without asking for any of them again", () => {
    const move = { op: "moveTable", tableId: uuid() as TableId, table: "8" } as const
    const told = placed.next(move)
    expect(onlyChit(told)).toMatchObject({
      banners: [{ kind: "moved", from: "5" }],
      table: "8",
      lines: [],
      rev: 2,
    })
    const served = placed.next({ op: "serveLines", lineIds: [lineId(1)] }, move)
    expect(printed(served)).toEqual([])
  })
  it("[MOVE-4] says when its dishes are wanted, and nothing when only that changes", () => {
    const promised = placed.next({ op: "setPromise", promisedAt: minutes(48) })
    expect(printed(promised)).toEqual([])
    const more = promised.next({ op: "addLines", lines: [burger(3)], send: true })
    expect(onlyChit(more)).toMatchObject({ promised: "19:30" })
  })
  it("[CHIT-2] prints what an amendment changed as what it was and what it is, and nothing that stays", () => {
    const milk: Modifier = { name: "Milk", names: { fr: "Lait" }, kind: "allergen", quantity: 1 }
    const medium: Modifier = { name: "Medium", names: { fr: "À point" }, kind: "note", quantity: 1 }
    const rare: Modifier = { name: "Rare", names: { fr: "Saignant" }, kind: "note", quantity: 1 }
    const before = story(placing([burger(1, { seat: 2, modifiers: [rare, bacon, milk] })]))
    const told = before.next({ op: "changeLine", lineId: lineId(1), modifiers: [medium, milk] })
    expect(onlyChit(told, "fr")).toMatchObject({
      banners: [{ kind: "amendment" }],
      lines: [
        {
          quantity: 2,
          modifiers: [
            { name: "Lait", kind: "allergen" },
            { name: "À point", kind: "note" },
          ],
          delta: "changed",
          was: "Saignant, + Bacon",
          now: "À point",
        },
      ],
      rev: 2,
    })
    expect(onlyChit(told)?.lines[0]).not.toHaveProperty("allergiesGone")
  })
  it("[CHIT-2] says in words that an allergy was taken away, and of a new one that it is one", () => {
    const milk: Modifier = { name: "Milk", kind: "allergen", quantity: 1 }
    const nuts: Modifier = { name: "Nuts", kind: "allergen", quantity: 1 }
    const before = story(placing([burger(1, { modifiers: [milk], note: "rare" })]))
    const changed = { op: "changeLine", lineId: lineId(1), modifiers: [nuts], seat: 3 } as const
    const line = onlyChit(before.next(changed))?.lines[0]
    expect(line).toMatchObject({ allergiesGone: ["Milk"], now: "!! Nuts, S3" })
    expect(line).not.toHaveProperty("was")
  })
  it("[CHIT-2] prints units that are added or taken back as a difference", () => {
    const more = placed.next({ op: "changeLine", lineId: lineId(1), quantity: 5 })
    expect(onlyChit(more)?.lines).toMatchObject([{ quantity: 3, delta: "added" }])
    const fewer = placed.next({ op: "changeLine", lineId: lineId(1), quantity: 1 })
    expect(onlyChit(fewer)?.lines).toMatchObject([{ quantity: 1, delta: "voided" }])
  })
  it("[CHIT-2] prints a void under its banner, also when the order is cancelled", () => {
    const told = placed.next({ op: "voidLine", lineId: lineId(1), quantity: 1 })
    expect(onlyChit(told)).toMatchObject({
      banners: [{ kind: "void" }],
      lines: [{ quantity: 1, delta: "voided" }],
    })
    const cancelled = told.next({ op: "cancel" })
    expect(onlyChit(cancelled)).toMatchObject({ lines: [{ quantity: 1 }], rev: 3 })
  })
  it("[CHIT-2] prints nothing when what is held changes or is taken back", () => {
    const held = story(placing([burger(1, { hold: true })]))
    expect(printed(held.next({ op: "changeLine", lineId: lineId(1), quantity: 3 }))).toEqual([])
    expect(printed(held.next({ op: "voidLine", lineId: lineId(1) }))).toEqual([])
    expect(printed(held.next({ op: "cancel" }))).toEqual([])
  })
  it("[CHIT-3] counts the chits of the order at the station, whatever ticket they belong to", () => {
    const told = placed.next({ op: "addLines", lines: [burger(3)], send: true })
    expect(onlyChit(told)?.rev).toBe(2)
  })
  it("marks a rush", () => {
    const told = placed.next({ op: "rush" }, { op: "addLines", lines: [burger(3)], send: true })
    expect(onlyChit(told)?.banners).toEqual([{ kind: "rush" }])
  })
  it("[CHIT-4] speaks as its cooks do, else in the printer's language, else in the menu's", () => {
    const names = { fr: "Hamburger", kitchen: "BRG" }
    expect(onlyChit(story(placing([burger(1, { names })])), "fr")?.lines[0]?.name).toBe("BRG")
    const french = story(placing([burger(1, { names: { fr: "Hamburger" } })]))
    expect(onlyChit(french, "fr")).toMatchObject({
      station: "Gril",
      lines: [{ name: "Hamburger" }],
    })
    expect(onlyChit(french, "de")?.lines[0]?.name).toBe("Burger")
  })
})
