import { grillPrinter } from "./office-devices.ts"

const id = (kind: string, n: number) =>
  `0193f4c0-0000-7000-8000-${kind}${String(n).padStart(12 - kind.length, "0")}`

const names: ReadonlyArray<readonly [key: string, name: string, en?: string]> = [
  ["grill", "Grill"],
  ["cold", "Froid", "Cold"],
  ["roast", "La grande rôtisserie du jardin, derrière la deuxième porte à gauche"],
  ["station", "محطة المشاوي"],
  ["station-2", "焼き場"],
  ["pass", "Passe", "Pass"],
]

/** Some of them with names that no layout expects, and one that nobody sees. */
export const stations = names.map(([key, name, en], sort) => ({
  ...{ id: id("6", sort), key, name, sort, rev: 1, targetSeconds: 450 },
  ...(en !== undefined && { names: { en } }),
  kind: key === "pass" ? "expo" : "prep",
  catchAll: sort === 0,
}))

const screen = (n: number, name: string, shown: ReadonlyArray<string>, rest = {}) => ({
  ...{ id: n === 1 ? "s1" : id("7", n), name, kind: "station", stations: shown, slots: 8, rev: 1 },
  ...rest,
})

export const screens = [
  screen(1, "Grill", ["grill"], { backupPrinterId: grillPrinter }),
  screen(2, "شاشة المطبخ", ["cold", "roast", "station-2"]),
  screen(3, "Pass", [], { kind: "expo", slots: 12 }),
]

/** One of them as REST gives it, by the address. */
export const keptOfKitchen = (path: string): object | undefined => {
  const [, collection, one] = /^\/plugins\/kds\/(\w+)\/([\w-]+)$/.exec(path) ?? []
  const all = { stations, screens }[collection ?? ""] as ReadonlyArray<{ id: string }> | undefined
  return all?.find((known) => known.id === one)
}
