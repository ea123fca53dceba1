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

/** 64 bits that depend on every character of `text` (two rounds of 32-bit mixing, after cyrb53). Not for secrets. */
const mix = (text: string, seed: number): readonly [number, number] => {
  let a = 0xdeadbeef ^ seed
  let b = 0x41c6ce57 ^ seed
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 2_654_435_761)
    b = Math.imul(b ^ code, 1_597_334_677)
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909)
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909)
  return [a, b]
}

const hexPairs = Array.from({ length: 256 }, (_, n) => (n + 0x100).toString(16).slice(1))
/** Two hexadecimal digits of a 32-bit number, from this bit on. */
const hex = (value: number, bit: number): string => hexPairs[(value >>> bit) & 0xff] as string
const hex4 = (value: number): string => hex(value, 8) + hex(value, 0)

/**
 * A UUIDv7 made from another one and a salt: same in, same out, and it keeps the time of its source.
 *
 * Made, not drawn, so that deciding stays pure and a replay names the same things. 74 bits differ by the salt.
 */
export const derivedId = (source: string, salt: string): string => {
  const text = `${source}/${salt}`
  const [a, b] = mix(text, 0)
  const [c] = mix(text, 0x9e3779b9)
  // Joined, not added up: a sum of strings stays a tree of its parts in memory, ten times the size, and open orders keep
  // their ids for hours.
  return [
    source.slice(0, 13),
    hex4((c >>> 20) | 0x7000),
    hex4(((a >>> 16) & 0x0fff) | ((a >>> 18) & 0x3000) | 0x8000),
    hex4(b >>> 16) + hex4(b) + hex4(a),
  ].join("-")
}

/**
 * The id of the n-th ticket of an order.
 *
 * @param n counts from 1; expo tickets take 32768 plus the course
 */
export const ticketIdOf = (orderId: OrderId, n: number): TicketId =>
  derivedId(orderId, `ticket ${n}`) as TicketId

/** The id of a line whose sender named none: the n-th (from 0) of the command `cid`. */
export const lineIdOf = (cid: string, n: number): LineId => derivedId(cid, `line ${n}`) as LineId
