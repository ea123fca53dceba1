import { Effect } from "effect"
import type { EventLog } from "#core/log/event-log.ts"
import { logListeners } from "#sql/log-listeners.ts"
import { logWriter } from "#sql/log-writer.ts"

/** Appends to the real log's queue while it has no room: each is answered as PostgreSQL's log would at such a moment. */
export const fullLogAppend: EventLog["Service"]["append"] = (scope, request) =>
  Effect.scoped(
    Effect.flatMap(
      logWriter({
        connection: {
          query: () => Promise.reject(new Error("Never asked")),
          close: async () => {},
        },
        listeners: logListeners(),
        now: Date.now,
        capacity: 0,
      }),
      (append) => append(scope, request),
    ),
  )
