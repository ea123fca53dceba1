import type { Move } from "#core/kitchen/order.ts"
import type { Actor } from "#core/kitchen/order-event.ts"
import type { Entry } from "./history-entry.ts"

/** Units that were voided in one go: by a void, by a smaller quantity, or with the whole order. */
export interface TakenBack {
  readonly key: string
  readonly lineId: string
  readonly quantity: number
  readonly at: string
  readonly by: Actor
  readonly reason?: string
  /** Somebody cooked some of them already. */
  readonly begun: boolean
}

/** The newest comes first. */
export const takenBack = (history: ReadonlyArray<Entry>): ReadonlyArray<TakenBack> =>
  history.flatMap(voidsOf).toReversed()

const voidsOf = ({ rev, at, by, event }: Entry): ReadonlyArray<TakenBack> => {
  const voided = ("moves" in event ? event.moves : []).filter(({ to }) => to === "voided")
  const reason = "reason" in event ? event.reason : undefined
  return [...new Set(voided.map(({ lineId }) => lineId))].map((lineId) => {
    const units = voided.filter((move) => move.lineId === lineId)
    return {
      key: `${rev}/${lineId}`,
      lineId,
      quantity: units.reduce((sum, { quantity }) => sum + quantity, 0),
      at,
      by,
      ...(reason === undefined ? {} : { reason }),
      begun: units.some(isBegun),
    }
  })
}

const isBegun = ({ from }: Move): boolean => from === "started" || from === "ready"
