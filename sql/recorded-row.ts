import type { Cid, EpochMs, TenantId } from "#core/kitchen/ids.ts"
import type { RecordedEvent } from "#core/log/event-log.ts"

/** An event of the log as the functions of the bus return it. */
export interface EventRow {
  readonly position: number
  readonly stream: string
  readonly version: number
  readonly type: string
  readonly payload: unknown
  readonly cid: string
  readonly at_ms: number
}

export const recordedRow = (tenantId: TenantId, row: EventRow): RecordedEvent => ({
  tenantId,
  position: row.position,
  stream: row.stream,
  version: row.version,
  type: row.type,
  payload: row.payload,
  cid: row.cid as Cid,
  at: Math.round(row.at_ms) as EpochMs,
})
