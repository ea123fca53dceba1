import type { Effect } from "effect"
import type { EventDef, EventMeta } from "./event.ts"

/**
 * A handler of one kind of event, with a place of its own in every restaurant's log: it misses nothing, whatever
 * restarts, and does not wait for other handlers.
 *
 * At least once; what it writes through `PluginSql` exactly once, because the mark "done" is part of the same
 * transaction. Anything outside (mail, money, paper) needs an idempotency key: `{id}:{position}`.
 */
export interface Subscription<R> {
  /** `{plugin}.{what}`, for ever: the place in the log goes by this name. */
  readonly id: string
  readonly event: EventDef<unknown>
  /** Which events wait for each other: those of one key (default), all of the restaurant, or none. */
  readonly order: "key" | "tenant" | "none"
  /** Then it is a dead letter (8). */
  readonly maxAttempts: number
  readonly backoff: { readonly baseMs: number; readonly capMs: number }
  /** Longest that one attempt may take, in milliseconds (10,000). */
  readonly timeoutMs: number
  /** When all attempts failed: go on with the next of its key, or hold the key until a person decides. */
  readonly onExhausted: "skip" | "block"
  /** Where a restaurant begins that enables the plugin for the first time. */
  readonly startFrom: "latest" | "earliest"
  handle(payload: unknown, meta: EventMeta): Effect.Effect<void, unknown, R>
}

type Options = Partial<Omit<Subscription<never>, "id" | "event" | "handle">>

export const on = <A, R = never>(
  event: EventDef<A>,
  spec: Options & {
    readonly id: string
    readonly handle: (payload: A, meta: EventMeta) => Effect.Effect<void, unknown, R>
  },
): Subscription<R> =>
  ({
    order: "key",
    maxAttempts: 8,
    backoff: { baseMs: 250, capMs: 60_000 },
    timeoutMs: 10_000,
    onExhausted: "skip",
    startFrom: "latest",
    ...spec,
    event,
    // The bus decodes by the event's own Schema before it calls; a list of subscriptions cannot say so.
  }) as Subscription<R>
