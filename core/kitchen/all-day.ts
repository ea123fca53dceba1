import type { TicketLine, TicketView } from "./ticket.ts"

/** How many of one dish, prepared one way, the screen still has to make. */
export interface AllDayCount {
  /** The dish and its modifiers; the same for the same preparation. */
  readonly key: string
  readonly name: string
  readonly names?: TicketLine["names"]
  readonly modifiers: TicketLine["modifiers"]
  /** To be cooked now. */
  readonly fired: number
  /** Will be fired later. */
  readonly held: number
}

/** Counts over all tickets of a screen, the most wanted dish first. Ready, collected and voided units do not count. */
export const allDay = (tickets: ReadonlyArray<TicketView>): ReadonlyArray<AllDayCount> => {
  const counts = new Map<string, AllDayCount>()
  for (const ticket of tickets) {
    if (ticket.status === "bumped") continue
    for (const line of ticket.lines) {
      const held = line.held ?? 0
      const fired = line.quantity - line.ready - held
      if (fired + held === 0) continue
      const key = keyOf(line)
      const known = counts.get(key)
      counts.set(key, {
        key,
        name: line.name,
        ...(line.names === undefined ? {} : { names: line.names }),
        modifiers: line.modifiers,
        fired: (known?.fired ?? 0) + fired,
        held: (known?.held ?? 0) + held,
      })
    }
  }
  return [...counts.values()].sort(
    (one, other) =>
      other.fired - one.fired || other.held - one.held || (one.key < other.key ? -1 : 1),
  )
}

const keyOf = ({ name, modifiers }: TicketLine): string =>
  [
    name,
    ...modifiers
      .map((modifier) => `${modifier.kind} ${modifier.quantity ?? 1} ${modifier.name}`)
      .sort(),
  ].join(" / ")
