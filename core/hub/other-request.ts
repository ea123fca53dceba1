import { refused } from "#core/kitchen/refusal.ts"

/** The key stands for one request; this one has another method, path or body (contract §2). */
export const otherRequest = refused(
  "IDEMPOTENCY_MISMATCH",
  "This Idempotency-Key was used for another request",
)
