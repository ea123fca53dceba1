import { describe, expect, it } from "vitest"
import type { PrinterId, ScreenId, StationKey } from "#core/kitchen/ids.ts"
import { screenBody, stationBody } from "#plugins/kds/ui/office/kitchen-draft.ts"
import type { StoredScreen, StoredStation } from "#plugins/kds/ui/office/stored.ts"

const form = (fields: Readonly<Record<string, string | ReadonlyArray<string>>>): FormData => {
  const data = new FormData()
  for (const [name, value] of Object.entries(fields))
    for (const one of [value].flat()) data.append(name, one)
  return data
}
const grill: StoredStation = {
  id: "grill",
  key: "grill" as StationKey,
  name: "Grill",
  names: { de: "Rost", en: "Grill" },
  sort: 0,
  kind: "prep",
  catchAll: true,
  targetSeconds: 600,
  rev: 4,
}
const screen: StoredScreen = {
  id: "s1" as ScreenId,
  name: "Grill",
  kind: "station",
  stations: ["grill" as StationKey],
  slots: 8,
  backupPrinterId: "p1" as PrinterId,
  rev: 2,
}

describe("what a form of the kitchen asks of the hub", () => {
  it("[KITCHENPAGE-1] is a new station with its short name and its time in seconds", () => {
    const fields = { name: " Wok ", key: "wok", kind: "prep", catchAll: "on", minutes: "7.5" }
    expect(stationBody(form(fields), ["en", "fr"], undefined)).toEqual({
      key: "wok",
      name: "Wok",
      kind: "prep",
      catchAll: true,
      targetSeconds: 450,
    })
  })

  it("[KITCHENPAGE-1] leaves the short name and languages that nobody was asked for alone", () => {
    const fields = {
      name: "Grill",
      kind: "expo",
      catchAll: "on",
      minutes: "10",
      "names.fr": "Gril",
    }
    expect(stationBody(form(fields), ["en", "fr"], grill)).toEqual({
      name: "Grill",
      names: { de: "Rost", fr: "Gril" },
      kind: "expo",
      catchAll: false,
      targetSeconds: 600,
    })
  })

  it("[KITCHENPAGE-2] is a screen of some stations, and a pass of none", () => {
    const fields = { name: "Hot", kind: "station", stations: ["grill", "fry"], slots: "12" }
    expect(screenBody(form({ ...fields, backupPrinterId: "" }), undefined)).toEqual({
      name: "Hot",
      kind: "station",
      stations: ["grill", "fry"],
      slots: 12,
    })
    expect(screenBody(form({ ...fields, kind: "expo" }), screen)).toMatchObject({ stations: [] })
  })

  it("[KITCHENPAGE-2] takes the backup away only where it was asked for", () => {
    const fields = { name: "Grill", kind: "station", stations: "grill", slots: "8" }
    expect(screenBody(form(fields), screen)).not.toHaveProperty("backupPrinterId")
    expect(screenBody(form({ ...fields, backupPrinterId: "" }), screen)).toMatchObject({
      backupPrinterId: null,
    })
  })
})
