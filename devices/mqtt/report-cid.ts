import { createHash } from "node:crypto"
import type { Cid } from "#core/kitchen/ids.ts"

/**
 * A command id made from what the report says, so that a report that is delivered twice is the same command and the
 * hub answers it as it did first. UUID version 8: neither time nor chance is in it.
 */
export const reportCid = (...facts: ReadonlyArray<string | number | boolean>): Cid => {
  const digest = createHash("sha256").update(JSON.stringify(facts)).digest()
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x80
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80
  const hex = digest.toString("hex")
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20, 32),
  ].join("-") as Cid
}
