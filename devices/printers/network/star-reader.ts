import type { PrinterSigns } from "./printer-signs.ts"

/** What a Star printer says of itself, asked or not. */
export interface StarStatus {
  readonly signs: PrinterSigns
  /** Of `ETB`, 0 to 31; undefined: this model counts none. */
  readonly count: number | undefined
}

/** So many bytes of an answer to something else may follow a status. */
const longestData = 0x200

/**
 * Cuts what comes back into statuses by their fixed bits: a first byte that says how many there are, then bytes whose
 * lowest bit is 0. In the network two bytes with the length of other answers follow. What fits nothing is dropped byte by
 * byte.
 */
export class StarReader {
  #pending: Uint8Array = new Uint8Array()

  read(bytes: Uint8Array): ReadonlyArray<StarStatus> {
    const all = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes])
    const statuses: Array<StarStatus> = []
    let offset = 0
    while (offset < all.length) {
      const found = statusAt(all.subarray(offset))
      if (found === "unfinished") break
      if (found !== undefined) statuses.push(found.status)
      offset += found?.length ?? 1
    }
    this.#pending = all.slice(offset)
    return statuses
  }
}

const statusAt = (
  bytes: Uint8Array,
): { readonly status: StarStatus; readonly length: number } | "unfinished" | undefined => {
  const [first = 0, second = 0] = bytes
  if ((first & 0x91) !== 0x01) return undefined
  const count = ((first >> 2) & 0x18) | ((first >> 1) & 0x07)
  if (count < 7) return undefined
  const status = bytes.subarray(0, count)
  const fits = status.every((byte, n) => n === 0 || (byte & (n === 1 ? 0x11 : 0x91)) === 0)
  if (!fits) return undefined
  if (status.length < count) return "unfinished"
  if ((second & 0x80) === 0) return { status: statusOf(status), length: count }
  const [high, low] = bytes.subarray(count, count + 2)
  if (high === undefined || low === undefined) return "unfinished"
  const more = high * 256 + low
  if (more > longestData) return undefined
  const length = count + 2 + more
  return bytes.length < length ? "unfinished" : { status: statusOf(status), length }
}

/** @see Star's command specifications, "Automatic Status" */
const statusOf = (status: Uint8Array): StarStatus => {
  const [, , printer = 0, error = 0, more = 0, paper = 0, , counted] = status
  const out = (paper & 0x08) !== 0
  const coverOpen = (printer & 0x20) !== 0
  const told =
    (error & 0x08) !== 0 ? "cutter" : (error & 0x24) !== 0 || (more & 0x0a) !== 0 ? "error" : null
  return {
    signs: {
      paper: out ? "out" : (paper & 0x04) !== 0 ? "low" : "ok",
      coverOpen,
      error: told ?? ((printer & 0x08) !== 0 && !out && !coverOpen ? "offline" : null),
    },
    count: counted === undefined ? undefined : ((counted >> 2) & 0x18) | ((counted >> 1) & 0x07),
  }
}
