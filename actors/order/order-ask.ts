import type { Result } from "effect"
import type { Restaurant } from "#actors/tenant/restaurant.ts"
import type { Cid } from "#core/kitchen/ids.ts"
import type { OrderCommand, PassingCommand } from "#core/kitchen/order-command.ts"
import type { Refused } from "#core/kitchen/refusal.ts"

/** A command; the number of a new order is still to be given by the restaurant. */
export type OrderDeed =
  | Omit<Extract<OrderCommand, { op: "place" }>, "number" | "businessDay">
  | Exclude<OrderCommand, { op: "place" }>
  | PassingCommand

/** What an order actor is asked. */
export interface OrderAsk {
  readonly restaurant: Restaurant
  readonly cid: Cid
  readonly fingerprint: string
  readonly ifRev?: number
  /**
   * Only of a new order: what its sender is told when another order has its id. Made when it is needed: an error looks at
   * the whole stack, which costs a twentieth of an order.
   */
  readonly idTaken?: () => Refused
  /** Or why the menu and the tables of today do not make one of it: a repeat still gets its first answer. */
  readonly command: Result.Result<OrderDeed, Refused>
  /** A new order is taken as absent without asking the database; the fence of the log tells if it is not. */
  believeNew: boolean
  /** What goes with it was refused once: its paper is queued after it. */
  alone?: boolean
}

/** What a repeat of a command finds in the log. */
export interface StoredReply {
  readonly rev: number
}
