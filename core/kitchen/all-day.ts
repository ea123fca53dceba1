import { inReadingOrder } from "./modifier-order.ts"
import type { TicketLine, TicketView } from "./ticket.ts"

/** How many of one dish the screen still has to make. */
export interface AllDayDish extends Count {
  readonly key: string
  /** A line that gives the dish its name. */
  readonly line: TicketLine
  /** How many of them with each option: a burger that is rare and without onion counts in two. */
  readonly parts: ReadonlyArray<AllDayPart>
}

export interface AllDayPart extends Count {
  readonly key: string
  readonly modifier: TicketLine["modifiers"][number]
}

interface Count {
  /** To be cooked now. */
  readonly fired: number
  /** Will be fired later. */
  readonly held: number
}

/** Whether some of the line is counted under that key, of a dish or of a part of one. */
export const isCountedUnder = (line: TicketLine, key: string): boolean =>
  openUnits(line) > 0 &&
  (dishKey(line) === key || line.modifiers.some((modifier) => partKey(line, modifier) === key))

/** Whether the key is that of the dish or of one of its parts. */
export const isOfDish = ({ key, parts }: AllDayDish, counted: string | undefined): boolean =>
  key === counted || parts.some((part) => part.key === counted)

/** Counts over all tickets of a screen, the most wanted dish first. Ready, collected and voided units do not count. */
export const allDay = (tickets: ReadonlyArray<TicketView>): ReadonlyArray<AllDayDish> => {
  const dishes = new Map<string, Counting>()
  for (const ticket of tickets) {
    if (ticket.status === "bumped") continue
    for (const line of ticket.lines) {
      const open = openUnits(line)
      if (open === 0) continue
      const key = dishKey(line)
      // A line of which only a part waits says how much; one that waits as a whole says so by its status.
      const held = line.held ?? (line.status === "held" ? open : 0)
      const more = { fired: open - held, held }
      const dish = dishes.get(key) ?? { key, line, ...none, parts: new Map<string, AllDayPart>() }
      dishes.set(key, { ...dish, ...sum(dish, more) })
      for (const modifier of line.modifiers) {
        const own = partKey(line, modifier)
        const part = dish.parts.get(own) ?? { key: own, modifier, ...none }
        dish.parts.set(own, { ...part, ...sum(part, more) })
      }
    }
  }
  return [...dishes.values()]
    .map((dish) => ({ ...dish, parts: partsOf(dish) }))
    .toSorted(mostWanted)
}

type Counting = Omit<AllDayDish, "parts"> & { readonly parts: Map<string, AllDayPart> }

const none: Count = { fired: 0, held: 0 }

const sum = (one: Count, other: Count): Count => ({
  fired: one.fired + other.fired,
  held: one.held + other.held,
})

const dishKey = ({ name }: TicketLine): string => name

const partKey = (line: TicketLine, { kind, quantity, name }: AllDayPart["modifier"]): string =>
  `${dishKey(line)} / ${kind} ${quantity ?? 1} ${name}`

/** By kind, and of each kind the most wanted first. */
const partsOf = ({ parts }: Counting): ReadonlyArray<AllDayPart> =>
  inReadingOrder(
    [...parts.values()].toSorted(mostWanted).map((part) => ({ kind: part.modifier.kind, part })),
  ).map(({ part }) => part)

const mostWanted = (one: Count & { key: string }, other: Count & { key: string }): number =>
  other.fired - one.fired || other.held - one.held || (one.key < other.key ? -1 : 1)

const openUnits = (line: TicketLine): number =>
  line.status === "voided" ? 0 : Math.max(0, line.quantity - line.ready)
