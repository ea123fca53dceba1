import type { OrderId } from "#core/kitchen/ids.ts"
import { type Refused, refused } from "#core/kitchen/refusal.ts"

/** The key stands for one request; this one has another method, path or body (contract §2). */
export const otherRequest = refused(
  "IDEMPOTENCY_MISMATCH",
  "This Idempotency-Key was used for another request",
)

/** The cid stands for one command; this one asks for something else (contract §3). */
export const otherCommand = refused(
  "IDEMPOTENCY_MISMATCH",
  "This command id was used before, for something else",
)

/** The id stands for one order; this one has other content. */
export const orderIdTaken = (id: OrderId): Refused =>
  refused("ID_TAKEN", `Another order has the id ${id}`, { id })
