import type { Weekday } from "./restaurant-words.ts"

/** From when to when, `HH:MM` on the restaurant's own clock. */
export interface Span {
  readonly from: string
  readonly to: string
}

/** What is saved as a whole (`PUT /plugins/config/restaurant`). */
export interface RestaurantDraft {
  readonly name: string
  readonly locale: string
  readonly currency: string
  readonly timezone: string
  readonly businessDay: { readonly startsAt: string }
  readonly numbering: {
    readonly prefix: string
    readonly start: number
    readonly reset: "day" | "never"
  }
  readonly openingHours: Readonly<Record<Weekday, ReadonlyArray<Span>>>
  readonly exceptions: ReadonlyArray<{
    readonly date: string
    readonly hours: ReadonlyArray<Span>
    readonly note?: string
  }>
  readonly taxes: ReadonlyArray<{
    readonly name: string
    /** Basis points: 1000 is 10 %. */
    readonly rate: number
    readonly included: boolean
  }>
}

export interface StoredRestaurant extends RestaurantDraft {
  readonly slug: string
  readonly rev: number
}

export const draftOf = ({ slug: _, rev: __, ...draft }: StoredRestaurant): RestaurantDraft => draft

/** What every part of the form shows and changes. */
export interface PartProps {
  readonly draft: RestaurantDraft
  readonly onDraft: (change: Partial<RestaurantDraft>) => void
  readonly problemAt: (path: string) => string | undefined
}
