import { Effect } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Committed, LogFeed } from "#core/log/event-log.ts"

type Listener = Parameters<LogFeed["Service"]["subscribe"]>[0]

/** Who follows the log of this process. */
export interface LogListeners {
  readonly feed: LogFeed["Service"]
  /** Nobody listens: the writer need not tell. */
  readonly none: () => boolean
  readonly committed: (committed: Committed) => void
  readonly moved: (tenantId: TenantId) => void
}

export const logListeners = (): LogListeners => {
  const listeners = new Set<Listener>()
  return {
    none: () => listeners.size === 0,
    committed: (committed) => {
      for (const listener of listeners) guarded(() => listener.onCommitted(committed))
    },
    moved: (tenantId) => {
      for (const listener of listeners) guarded(() => listener.onMoved(tenantId))
    },
    feed: {
      subscribe: (listener) =>
        Effect.acquireRelease(
          Effect.sync(() => listeners.add(listener)),
          () => Effect.sync(() => listeners.delete(listener)),
        ),
    },
  }
}

/**
 * A listener that throws is a bug, and one that is heard of: as an uncaught exception. But the events are stored, so the
 * appenders behind it must still get their answers.
 */
const guarded = (call: () => void): void => {
  try {
    call()
  } catch (bug) {
    queueMicrotask(() => {
      throw bug
    })
  }
}
