import type { TicketLine, TicketView } from "./ticket.ts"

/** How many of one dish, prepared one way, the screen still has to make. */
export interface AllDayRow {
  /** Dish and modifiers: two burgers of which one is without onion are two rows. */
  readonly key: string
  /** The line that gives the row its name. */
  readonly line: TicketLine
  /** To be cooked now. */
  readonly fired: number
  /** Will be fired later. */
  readonly held: number
}

/** Dishes that are cooked the same way have the same key; a note does not make another dish. */
export const dishKey = ({ name, modifiers }: TicketLine): string =>
  [
    name,
    ...modifiers
      .filter(({ kind }) => kind !== "note")
      .map((modifier) => `${modifier.kind} ${modifier.quantity ?? 1} ${modifier.name}`)
      .sort(),
  ].join(" / ")

/** Counts over all tickets of a screen, the most wanted dish first. Ready, collected and voided units do not count. */
export const allDay = (tickets: ReadonlyArray<TicketView>): ReadonlyArray<AllDayRow> => {
  const rows = new Map<string, AllDayRow>()
  for (const ticket of tickets) {
    if (ticket.status === "bumped") continue
    for (const line of ticket.lines) {
      const open = openUnits(line)
      if (open === 0) continue
      const key = dishKey(line)
      // A line of which only a part waits says how much; one that waits as a whole says so by its status.
      const held = line.held ?? (line.status === "held" ? open : 0)
      const row = rows.get(key) ?? { key, line, fired: 0, held: 0 }
      rows.set(key, { ...row, fired: row.fired + open - held, held: row.held + held })
    }
  }
  return [...rows.values()].sort(
    (one, other) =>
      other.fired - one.fired || other.held - one.held || (one.key < other.key ? -1 : 1),
  )
}

const openUnits = (line: TicketLine): number =>
  line.status === "voided" ? 0 : Math.max(0, line.quantity - line.ready)
