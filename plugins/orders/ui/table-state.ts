import type { FloorOrder } from "./floor-row.ts"

/**
 * What a table wants of its waiter, most pressing first. ready: something to collect · late: waits too long · queued:
 * ordered here, the hub does not know yet · ordered: the kitchen is at it · held: waits to be fired · served: everything
 * is on the table · seated: guests, no order · free
 */
export type TableStateName =
  | "ready"
  | "late"
  | "queued"
  | "ordered"
  | "held"
  | "served"
  | "seated"
  | "free"

export interface TableState {
  readonly name: TableStateName
  /** Since when, milliseconds since 1970; of a free table nothing. */
  readonly since?: number
  /** Ready so long that it gets cold, or late. */
  readonly urgent: boolean
}

/** A dish at the pass is cold after this. */
export const coldAfterMs = 3 * 60_000

/**
 * @param queued since when orders of this handheld wait for the hub, milliseconds since 1970
 * @param lateAfterMinutes from the firing, or from placing the order where that is all that is known
 */
export const tableState = (
  orders: ReadonlyArray<FloorOrder>,
  queued: number | undefined,
  now: number,
  lateAfterMinutes: number,
): TableState => {
  const units = (key: keyof FloorOrder["counts"]): number =>
    orders.reduce((sum, { counts }) => sum + (counts[key] ?? 0), 0)
  const cooking = units("heard") + units("shown") + units("started")
  const placed = earliest(orders.map(({ placedAt }) => placedAt))
  if (units("ready") > 0) {
    // A dish that waits for the rest of its ticket has no time of its own.
    const since = earliest(orders.flatMap(({ readySince }) => readySince ?? []))
    return state("ready", since, since !== undefined && now - since > coldAfterMs)
  }
  const waiting = earliest(
    orders.filter(isCooking).map(({ waitingSince, placedAt }) => waitingSince ?? placedAt),
  )
  if (waiting !== undefined && now - waiting > lateAfterMinutes * 60_000)
    return state("late", waiting, true)
  if (queued !== undefined) return state("queued", queued, false)
  if (cooking > 0) return state("ordered", waiting, false)
  if (units("held") + units("draft") > 0) return state("held", placed, false)
  if (units("served") > 0) return state("served", placed, false)
  return orders.length > 0 ? state("seated", placed, false) : { name: "free", urgent: false }
}

const state = (name: TableStateName, since: number | undefined, urgent: boolean): TableState =>
  since === undefined ? { name, urgent } : { name, since, urgent }

const isCooking = ({ counts }: FloorOrder): boolean =>
  (counts.heard ?? 0) + (counts.shown ?? 0) + (counts.started ?? 0) > 0

const earliest = (instants: ReadonlyArray<string>): number | undefined => {
  const [first] = instants.toSorted()
  return first === undefined ? undefined : Date.parse(first)
}
