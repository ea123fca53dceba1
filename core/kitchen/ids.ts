import { Schema } from "effect"

/** Any UUID in its canonical lower-case form. New ones are version 7, so that ids sort by time. */
export const Uuid = Schema.String.check(
  Schema.isPattern(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/, {
    message: "Expected a UUID in lower case",
  }),
)

export const TenantId = Uuid.pipe(Schema.brand("TenantId"))
export type TenantId = typeof TenantId.Type

export const OrderId = Uuid.pipe(Schema.brand("OrderId"))
export type OrderId = typeof OrderId.Type

export const LineId = Uuid.pipe(Schema.brand("LineId"))
export type LineId = typeof LineId.Type

/** What one station cooks of one order in one go. Made from the order's id by {@link ticketIdOf}. */
export const TicketId = Uuid.pipe(Schema.brand("TicketId"))
export type TicketId = typeof TicketId.Type

export const ProductId = Uuid.pipe(Schema.brand("ProductId"))
export type ProductId = typeof ProductId.Type

export const TableId = Uuid.pipe(Schema.brand("TableId"))
export type TableId = typeof TableId.Type

export const ScreenId = Uuid.pipe(Schema.brand("ScreenId"))
export type ScreenId = typeof ScreenId.Type

export const PrinterId = Uuid.pipe(Schema.brand("PrinterId"))
export type PrinterId = typeof PrinterId.Type

export const JobId = Uuid.pipe(Schema.brand("JobId"))
export type JobId = typeof JobId.Type

/** A command's idempotency id (UUIDv7): the hub remembers it for 24 h at least and answers a repeat as it did first. */
export const Cid = Uuid.pipe(Schema.brand("Cid"))
export type Cid = typeof Cid.Type

/** A station's short name in lower case, unique in its restaurant: `grill`, `bar`, `pass`. It stands on tickets and in topics. */
export const StationKey = Schema.String.check(
  Schema.isPattern(/^[a-z][a-z0-9_-]{0,31}$/, { message: "Expected a short lower-case name" }),
).pipe(Schema.brand("StationKey"))
export type StationKey = typeof StationKey.Type

/** Wall-clock instant, milliseconds since the Unix epoch (UTC). Never a duration. */
export const EpochMs = Schema.Int.pipe(Schema.brand("EpochMs"))
export type EpochMs = typeof EpochMs.Type

/**
 * The id of the n-th ticket of an order: the order's id with its last 16 bits changed by `n`.
 *
 * Made, not drawn, so that `decide` stays pure and a replay names the same tickets.
 *
 * @param n 1 to 32767; expo tickets take 32768 plus the course
 */
export const ticketIdOf = (orderId: OrderId, n: number): TicketId => {
  const tail = (Number.parseInt(orderId.slice(32), 16) ^ n) & 0xffff
  return `${orderId.slice(0, 32)}${tail.toString(16).padStart(4, "0")}` as TicketId
}
