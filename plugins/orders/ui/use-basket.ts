import { useCallback, useSyncExternalStore } from "react"
import { type Basket, emptyBasket } from "./basket.ts"

/**
 * The basket of one place (a table, an order, a new takeaway). It survives another table in between, a reload and a
 * locked phone; half a day later it is forgotten.
 */
export const useBasket = (
  place: string,
): readonly [Basket, (change: (basket: Basket) => Basket) => void] => {
  const basket = useSyncExternalStore(subscribe, () => baskets.get(place)?.basket ?? emptyBasket)
  const change = useCallback(
    (next: (basket: Basket) => Basket) =>
      put(place, next(baskets.get(place)?.basket ?? emptyBasket)),
    [place],
  )
  return [basket, change]
}

/** Places with something in the basket. */
export const useFullBaskets = (): ReadonlySet<string> => useSyncExternalStore(subscribe, () => full)

/** What is written down for guests goes along with them, behind what stands there already. */
export const carryBasket = (from: string, to: string): void => {
  const carried = baskets.get(from)?.basket
  if (carried === undefined || from === to) return
  const there = baskets.get(to)?.basket ?? emptyBasket
  put(to, { ...carried, ...there, lines: [...there.lines, ...carried.lines] })
  put(from, emptyBasket)
}

interface Kept {
  readonly basket: Basket
  /** Milliseconds since 1970. */
  readonly at: number
}

const key = "heard.handheld.baskets"
const forgetAfterMs = 12 * 3_600_000
const maxKept = 100
const listeners = new Set<() => void>()

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

const put = (place: string, basket: Basket): void => {
  baskets.delete(place)
  const isEmpty =
    basket.lines.length === 0 && basket.covers === undefined && basket.note === undefined
  if (!isEmpty) baskets.set(place, { basket, at: Date.now() })
  for (const oldest of baskets.keys()) {
    if (baskets.size <= maxKept) break
    baskets.delete(oldest)
  }
  localStorage.setItem(key, JSON.stringify([...baskets]))
  full = placesWithLines()
  for (const listener of listeners) listener()
}

const restored = (): Map<string, Kept> => {
  const stored = localStorage.getItem(key)
  const all: ReadonlyArray<readonly [string, Kept]> = stored === null ? [] : JSON.parse(stored)
  return new Map(all.filter(([, { at }]) => Date.now() - at < forgetAfterMs))
}

const placesWithLines = (): ReadonlySet<string> =>
  new Set([...baskets].flatMap(([place, { basket }]) => (basket.lines.length > 0 ? [place] : [])))

const baskets = restored()
let full = placesWithLines()
