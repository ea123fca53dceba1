import type { LineSpec } from "#core/kitchen/order.ts"
import type { OrderEvent } from "#core/kitchen/order-event.ts"
import { isolated } from "#core/ui/isolated.ts"
import type { Entry } from "./history-entry.ts"

/** What events call by an id, as people call it. */
export interface HistoryNames {
  readonly dish: (lineId: string) => string
  /** Undefined: it is the pass's own ticket of a course. */
  readonly station: (ticketId: string) => string | undefined
}

/**
 * Out of the history itself: a line that went to another order, or was taken back, has its name here still.
 *
 * @param dishName what the reader calls a dish, `stationName` a station
 */
export const historyNames = (
  history: ReadonlyArray<Pick<Entry, "event">>,
  dishName: (line: LineSpec) => string,
  stationName: (key: string) => string,
): HistoryNames => {
  const dishes = new Map<string, string>()
  const stations = new Map<string, string>()
  for (const { event } of history) {
    for (const line of linesOf(event)) dishes.set(line.id, dishName(line))
    for (const { id, station } of ticketsOf(event)) stations.set(id, station)
  }
  return {
    dish: (lineId) => isolated(dishes.get(lineId) ?? "…"),
    station: (ticketId) => {
      const key = stations.get(ticketId)
      return key === undefined ? undefined : isolated(stationName(key))
    },
  }
}

const linesOf = (event: OrderEvent): ReadonlyArray<LineSpec> => {
  switch (event.type) {
    case "OrderPlaced":
    case "LinesAdded":
    case "LinesJoined":
      return event.lines
    default:
      return []
  }
}

const ticketsOf = (event: OrderEvent) => {
  if (event.type === "LinesJoined") return event.tickets
  return "opened" in event ? event.opened.map(({ ticketId: id, station }) => ({ id, station })) : []
}
