import type { Dictionary } from "#core/ui/i18n.ts"

interface StockWords {
  /** In a bar, where there is room for little. */
  readonly short: string
  readonly title: string
  readonly button: (out: number) => string
  readonly there: string
  readonly out: string
  readonly outNow: string
  readonly search: string
  readonly clear: string
  readonly none: (query: string) => string
  readonly allDishes: string
  readonly ourDishes: string
}

export const stockWords: Dictionary<StockWords> = {
  en: {
    short: "86",
    title: "Out of stock",
    button: (out) => (out === 0 ? "Out of stock (86)" : `Out of stock (86): ${out} now`),
    there: "In stock",
    out: "Out",
    outNow: "Out now",
    search: "Search a dish",
    clear: "Clear",
    none: (query) => `No dish begins with “${query}”.`,
    allDishes: "All dishes",
    ourDishes: "Dishes of this screen",
  },
  fr: {
    short: "Ruptures",
    title: "Ruptures de stock",
    button: (out) => (out === 0 ? "Ruptures de stock" : `Ruptures de stock : ${out} en ce moment`),
    there: "En stock",
    out: "Épuisé",
    outNow: "Épuisés en ce moment",
    search: "Chercher un plat",
    clear: "Effacer",
    none: (query) => `Aucun plat ne commence par « ${query} ».`,
    allDishes: "Tous les plats",
    ourDishes: "Plats de cet écran",
  },
}
