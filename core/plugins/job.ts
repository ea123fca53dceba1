import type { Effect } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"

/**
 * Work by the clock of the restaurant: `0 4 * * *` is four in the morning where the restaurant is, summer time included.
 * A run that was missed because the hub was down is made up for once. One at a time per restaurant, on one process.
 */
export interface Job<R> {
  /** `{plugin}.{what}`. */
  readonly id: string
  /** Five fields, or six with seconds first. */
  readonly cron: string
  /** Longest that one run may take, in milliseconds (60,000). */
  readonly timeoutMs: number
  readonly run: Effect.Effect<void, CommandFailure, R>
}

export const job = <R = never>(
  spec: Omit<Job<R>, "timeoutMs"> & { readonly timeoutMs?: number },
): Job<R> => ({ timeoutMs: 60_000, ...spec })
