import type { OrderId } from "#core/kitchen/ids.ts"
import type { LinePart } from "#core/kitchen/order-command.ts"

/** Collected here, and for a moment not sent: the kitchen knows no way back from served. */
export interface Collected {
  /** Sent under it, however often: what the outbox holds already is not done twice. */
  readonly cid: string
  readonly orderId: OrderId
  readonly parts: ReadonlyArray<LinePart>
  /** Who took it, as the outbox tells people apart. */
  readonly by: string
  /** Milliseconds since 1970. */
  readonly at: number
}

/** Written down before it is shown, so that a page that dies in that moment loses nothing. Oldest first. */
export const keptCollected = (): ReadonlyArray<Collected> =>
  JSON.parse(localStorage.getItem(key) ?? "[]")

export const keepCollected = (one: Collected): void => put([...keptCollected(), one])

/** The hub has answered, or it was taken back. */
export const forgetCollected = (cid: string): void =>
  put(keptCollected().filter((one) => one.cid !== cid))

const put = (all: ReadonlyArray<Collected>): void => localStorage.setItem(key, JSON.stringify(all))

const key = "heard.handheld.collected"
