import type { TenantId } from "#core/kitchen/ids.ts"
import type { PlacedOrder } from "#core/kitchen/order.ts"
import { absentOrder, type Order } from "#core/kitchen/order.ts"
import type { OrderEvent } from "#core/kitchen/order-event.ts"
import { evolve } from "#core/kitchen/order-evolve.ts"
import type { RecordedEvent } from "#core/log/event-log.ts"
import { currentPayload } from "#core/log/upcast.ts"
import type { DatabaseAddress } from "#sql/database-address.ts"
import { plainConnection } from "#sql/plain-connection.ts"

/** What one restaurant's log says, read behind the hub's back. */
export interface StoredLog {
  /** In the order of their positions. */
  readonly events: ReadonlyArray<RecordedEvent>
  readonly head: number
  /** Revision that each command was answered with. */
  readonly replies: ReadonlyMap<string, number | undefined>
}

export const readStoredLog = async (
  address: DatabaseAddress,
  tenantId: TenantId,
): Promise<StoredLog> => {
  const sql = plainConnection(address, { name: "crash test", statementTimeoutMs: 60_000 })
  try {
    const rows = await sql<Array<Omit<RecordedEvent, "tenantId">>>`
      select position, stream, version, type, payload, cid,
        round(extract(epoch from at) * 1000)::float8 as at
      from log.event where tenant_id = ${tenantId} order by position`
    const replies = await sql<Array<{ cid: string; reply: { rev?: number } }>>`
      select cid, reply from log.command where tenant_id = ${tenantId}`
    const [head] = await sql<Array<{ position: number }>>`
      select position from log.head where tenant_id = ${tenantId}`
    return {
      events: rows.map((row) => ({ ...row, tenantId })),
      head: head?.position ?? 0,
      replies: new Map(replies.map(({ cid, reply }) => [cid, reply.rev])),
    }
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** Events of each append, in order: what was decided together. */
export const appendsOf = (
  log: StoredLog,
  prefix: string,
): ReadonlyArray<ReadonlyArray<RecordedEvent>> => {
  const appends: Array<Array<RecordedEvent>> = []
  for (const event of log.events) {
    if (!event.stream.startsWith(prefix)) continue
    const last = appends.at(-1)
    const before = last?.at(-1)
    const together =
      before?.cid === event.cid &&
      before.stream === event.stream &&
      before.position === event.position - 1
    if (together) last?.push(event)
    else appends.push([event])
  }
  return appends
}

/** Every order as its events say, nothing else believed. */
export const foldOrders = (log: StoredLog): ReadonlyMap<string, PlacedOrder> => {
  const orders = new Map<string, Order>()
  for (const event of log.events) {
    if (!event.stream.startsWith("order/")) continue
    const id = event.stream.slice("order/".length)
    orders.set(id, evolve(orders.get(id) ?? absentOrder, currentPayload(event) as OrderEvent))
  }
  return new Map(
    [...orders].filter((entry): entry is [string, PlacedOrder] => entry[1].status !== "absent"),
  )
}
