import type { HistoryNames } from "./history-names.ts"

interface SomeUnits {
  readonly lineId: string
  readonly quantity: number
}

/** Units of a few lines as a waiter says them: `2 × Soup, 1 × Steak`. Empty for none. */
export const dishesIn = (units: ReadonlyArray<SomeUnits>, names: HistoryNames): string => {
  const sums = new Map<string, number>()
  for (const { lineId, quantity } of units) sums.set(lineId, (sums.get(lineId) ?? 0) + quantity)
  return [...sums].map(([lineId, n]) => `${n} × ${names.dish(lineId)}`).join(", ")
}
