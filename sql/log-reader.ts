import { Effect } from "effect"
import type { Cid, EpochMs, TenantId } from "#core/kitchen/ids.ts"
import type { EventLog, RecordedEvent } from "#core/log/event-log.ts"
import { type LogConnection, unavailable } from "./log-connection.ts"

/** The reading half of the log, under row level security, one round trip each. */
export const logReader = (connection: LogConnection): Omit<EventLog["Service"], "append"> => {
  const ask = <Row extends object>(
    statement: string,
    ...parameters: ReadonlyArray<string | number | null>
  ) =>
    Effect.tryPromise({
      try: () => connection.query<Row>(statement, parameters),
      catch: unavailable,
    })

  return {
    read: (scope, stream, upTo) =>
      Effect.map(
        ask<StoredInStream>(
          "select * from log.read_stream($1, $2, $3)",
          scope.tenantId,
          stream,
          upTo ?? null,
        ),
        (rows) => {
          const [first] = rows
          const snapshot = first?.type === null ? first : undefined
          const events = rows
            .slice(snapshot === undefined ? 0 : 1)
            .map((row) => recorded(scope.tenantId, { ...row, stream }))
          return {
            ...(snapshot === undefined
              ? {}
              : { snapshot: { version: snapshot.version, state: snapshot.payload } }),
            events,
            version: rows.at(-1)?.version ?? 0,
          }
        },
      ),
    history: (scope, stream) =>
      Effect.map(
        ask<StoredInStream>("select * from log.history($1, $2)", scope.tenantId, stream),
        (rows) => rows.map((row) => recorded(scope.tenantId, { ...row, stream })),
      ),
    jobHistory: (scope, job) =>
      Effect.map(
        ask<Stored>("select * from log.job_history($1, $2)", scope.tenantId, job),
        (rows) => rows.map((row) => recorded(scope.tenantId, row)),
      ),
    reprints: (scope, order, printers) =>
      Effect.map(
        ask<{ count: number }>(
          "select log.reprints($1, $2, string_to_array($3, ' ')) as count",
          scope.tenantId,
          order,
          printers.join(" "),
        ),
        ([row]) => row?.count ?? 0,
      ),
    readAfter: (scope, after, limit) =>
      Effect.map(
        ask<Stored>("select * from log.read_after($1, $2, $3)", scope.tenantId, after, limit),
        (rows) => rows.map((row) => recorded(scope.tenantId, row)),
      ),
    head: (scope) =>
      Effect.map(
        ask<{ position: number }>("select log.head_of($1) as position", scope.tenantId),
        ([row]) => row?.position ?? 0,
      ),
    recall: (scope, cid) =>
      Effect.map(
        ask<{ fingerprint: string; reply: unknown }>(
          "select * from log.recall($1, $2)",
          scope.tenantId,
          cid,
        ),
        ([row]) => row && { fingerprint: row.fingerprint, reply: row.reply },
      ),
    saveSnapshot: (scope, stream, version, state) =>
      Effect.asVoid(
        ask(
          "select log.save_snapshot($1, $2, $3, $4::text::jsonb)",
          scope.tenantId,
          stream,
          version,
          JSON.stringify(state),
        ),
      ),
  }
}

interface StoredInStream {
  readonly position: number
  readonly version: number
  /** Null marks the snapshot. */
  readonly type: string | null
  readonly payload: unknown
  readonly cid: string
  readonly at_ms: number
}

type Stored = StoredInStream & { readonly stream: string }

const recorded = (tenantId: TenantId, row: Stored): RecordedEvent => ({
  tenantId,
  position: row.position,
  stream: row.stream,
  version: row.version,
  type: row.type as string,
  payload: row.payload,
  cid: row.cid as Cid,
  at: Math.round(row.at_ms) as EpochMs,
})
