import type { Category, Printer, Product, Screen } from "#core/kitchen/menu.ts"
import type { Names } from "#core/kitchen/order.ts"
import { fewOf } from "#core/ui/admin/few-of.ts"

interface Named {
  readonly name: string
  readonly names?: Names
}

/** What may name a station. */
export interface StationUsers {
  readonly screens: ReadonlyArray<Pick<Screen, "name" | "stations">>
  readonly categories: ReadonlyArray<Pick<Category, "name" | "names" | "station">>
  readonly products: ReadonlyArray<Pick<Product, "name" | "names" | "station">>
  readonly printers: ReadonlyArray<Pick<Printer, "name" | "stations">>
  readonly devices: ReadonlyArray<{ readonly name: string; readonly station?: string }>
}

/** The names of those that name this station, by what they are. */
export type StationUses = Readonly<Record<keyof StationUsers, ReadonlyArray<string>>>

export const usesOf = (
  key: string,
  users: StationUsers,
  nameOf: (one: Named) => string,
): StationUses => {
  const shown = (one: { readonly stations: ReadonlyArray<string> }) => one.stations.includes(key)
  const sent = (one: { readonly station?: string }) => one.station === key
  return {
    screens: users.screens.filter(shown).map(nameOf),
    categories: users.categories.filter(sent).map(nameOf),
    products: users.products.filter(sent).map(nameOf),
    printers: users.printers.filter(shown).map(nameOf),
    devices: users.devices.filter(sent).map(nameOf),
  }
}

/** `Screens: Grill, Bar. Dishes: Burger and 12 more.` Empty: nobody uses it. */
export const usesSentence = (
  uses: StationUses,
  words: Readonly<Record<keyof StationUsers, string>> & {
    readonly andMore: (names: string, more: number) => string
    readonly each: (kind: string, names: string) => string
  },
): string =>
  kinds
    .filter((kind) => uses[kind].length > 0)
    .map((kind) => words.each(words[kind], fewOf(uses[kind], mostNamed, words.andMore)))
    .join(" ")

const kinds = ["screens", "categories", "products", "printers", "devices"] as const

const mostNamed = 5
