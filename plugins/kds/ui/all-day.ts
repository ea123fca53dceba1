import type { TicketLine, TicketView } from "#core/kitchen/ticket.ts"

export interface AllDayRow {
  /** Dish and modifiers: two burgers of which one is without onion are two rows. */
  readonly key: string
  /** The line that gives the row its name. */
  readonly line: TicketLine
  /** Fired and not ready yet: to be cooked now. */
  readonly fired: number
  readonly held: number
}

/** Dishes that are cooked the same way have the same key. */
export const dishKey = (line: TicketLine): string =>
  [
    line.name,
    ...line.modifiers
      .filter(({ kind }) => kind !== "note")
      .map(({ kind, name, quantity = 1 }) => `${kind}:${quantity}:${name}`)
      .toSorted(),
  ].join("|")

/** How much of each dish is still to be cooked over all open tickets, most first. */
export const allDay = (tickets: ReadonlyArray<TicketView>): ReadonlyArray<AllDayRow> => {
  const rows = new Map<string, AllDayRow>()
  for (const ticket of tickets) {
    if (ticket.status === "bumped") continue
    for (const line of ticket.lines) {
      const open = openUnits(line)
      if (open === 0) continue
      const key = dishKey(line)
      const held = line.status === "held" ? open : 0
      const row = rows.get(key) ?? { key, line, fired: 0, held: 0 }
      rows.set(key, { ...row, fired: row.fired + open - held, held: row.held + held })
    }
  }
  return [...rows.values()].toSorted(
    (a, b) => b.fired - a.fired || b.held - a.held || a.key.localeCompare(b.key),
  )
}

const openUnits = (line: TicketLine): number =>
  line.status === "voided" ? 0 : Math.max(0, line.quantity - line.ready)
