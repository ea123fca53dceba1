/** Everything that a key of a keyboard or a bump bar can ask for, in the order in which keys are taught. */
export const keyDeeds = [
  "place1",
  "place2",
  "place3",
  "place4",
  "place5",
  "place6",
  "place7",
  "place8",
  "place9",
  "place10",
  "bump",
  "start",
  "undo",
  "recall",
  "allDay",
  "nextPage",
  "previousPage",
  "next",
  "previous",
  "down",
  "up",
  "press",
  "first",
  "last",
  "legend",
] as const

export type KeyDeed = (typeof keyDeeds)[number]

export const isKeyDeed = (name: unknown): name is KeyDeed => keyDeeds.includes(name as KeyDeed)

/** How many places of a page a key can name. */
export const placeKeys = 10

/** @param place from 0 */
export const deedOfPlace = (place: number): KeyDeed => `place${place + 1}` as KeyDeed

type PlaceDeed = Extract<KeyDeed, `place${string}`>

export const isPlace = (deed: KeyDeed): deed is PlaceDeed => deed.startsWith("place")

/** @returns from 0 */
export const placeOf = (deed: PlaceDeed): number => Number(deed.slice("place".length)) - 1

/** Held down, these go on. Everything else happens once: a finger that rests must not bump ticket after ticket. */
export const goesOn = (deed: KeyDeed): boolean =>
  deed === "next" || deed === "previous" || deed === "up" || deed === "down"
