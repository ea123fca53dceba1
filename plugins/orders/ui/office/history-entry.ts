import type { Actor, OrderEvent } from "#core/kitchen/order-event.ts"

/** One thing that happened to an order, as `GET …/orders/{id}/history` tells it. */
export interface Entry<E extends OrderEvent = OrderEvent> {
  readonly rev: number
  /** ISO 8601, and so is every instant in the event. */
  readonly at: string
  readonly by: Actor
  readonly event: E
}
