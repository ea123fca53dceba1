import type { TenantId } from "#core/kitchen/ids.ts"
import type { Actor } from "#core/kitchen/order-event.ts"
import type { StoredOperation } from "#core/plugins/lifecycle/stored-operation.ts"
import type { Row, SqlValue } from "#core/plugins/plugin-sql.ts"

/** What `after` changes of an operation, from `$3` on. */
export const written = `status = $3, step = $4::int, progress = $5::float8, notes = $6::text::jsonb,
  error = $7::text::jsonb, finished_at = to_timestamp($8::float8 / 1000)`

export const progressOf = (operation: StoredOperation): ReadonlyArray<SqlValue> => [
  operation.status,
  operation.step,
  operation.progress,
  JSON.stringify(operation.notes),
  operation.error === undefined ? null : JSON.stringify(operation.error),
  operation.finishedAt ?? null,
]

export const columns = `*, (extract(epoch from created_at) * 1000)::float8 as created,
  (extract(epoch from finished_at) * 1000)::float8 as finished`

export const operationOf = (row: Row): StoredOperation => ({
  id: row["id"] as string,
  tenantId: row["tenant_id"] as TenantId,
  plugin: row["plugin_key"] as string,
  kind: row["kind"] as StoredOperation["kind"],
  request: row["request"] as StoredOperation["request"],
  steps: row["steps"] as StoredOperation["steps"],
  status: row["status"] as StoredOperation["status"],
  step: row["step"] as number,
  progress: row["progress"] as number,
  notes: row["notes"] as StoredOperation["notes"],
  error: (row["error"] as StoredOperation["error"] | null) ?? undefined,
  cancelAsked: row["cancel_asked"] as boolean,
  attempt: row["attempt"] as number,
  requestedBy: row["requested_by"] as Actor,
  createdAt: row["created"] as number,
  finishedAt: (row["finished"] as number | null) ?? undefined,
})
