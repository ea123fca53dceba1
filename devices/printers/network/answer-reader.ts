/** One thing that an ESC/POS printer says on its way back (devices.md §1.6). */
export type PrinterAnswer =
  /** To `DLE EOT n`; it does not repeat which n. */
  | { readonly kind: "realTime"; readonly byte: number }
  /** Automatic status back, four bytes, now and whenever something changes. */
  | { readonly kind: "automatic"; readonly bytes: readonly [number, number, number, number] }
  /** To `GS ( H`: everything before it is on paper. */
  | { readonly kind: "printedUpTo"; readonly id: string }
  /** To `GS I`. */
  | { readonly kind: "text"; readonly text: string }
  /** To `GS r`, in its order among what is printed. */
  | { readonly kind: "inOrder"; readonly byte: number }

/** A name of a model is far shorter; what goes on for longer is no answer. */
const longestText = 80

/**
 * Cuts what comes back into answers by the fixed bits of each. Whatever fits nothing is dropped byte by byte, so that
 * garbage between two answers costs neither of them.
 */
export class AnswerReader {
  #pending: Uint8Array = new Uint8Array()
  /** Bytes that were no part of an answer. */
  garbage = 0

  read(bytes: Uint8Array): ReadonlyArray<PrinterAnswer> {
    const all = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes])
    const answers: Array<PrinterAnswer> = []
    let offset = 0
    while (offset < all.length) {
      const found = answerAt(all.subarray(offset, offset + longestText + 2))
      if (found === "unfinished") break
      if (found === undefined) this.garbage += 1
      else answers.push(found.answer)
      offset += found?.length ?? 1
    }
    this.#pending = all.slice(offset)
    return answers
  }
}

interface Found {
  readonly answer: PrinterAnswer
  readonly length: number
}

const answerAt = (bytes: Uint8Array): Found | "unfinished" | undefined => {
  const first = bytes[0] ?? 0
  if ((first & 0x93) === 0x12) return { answer: { kind: "realTime", byte: first }, length: 1 }
  if ((first & 0x93) === 0x10) return automaticAt(bytes)
  if (first === 0x37) return printedUpToAt(bytes)
  if (first === 0x5f) return textAt(bytes)
  return (first & 0x90) === 0 ? { answer: { kind: "inOrder", byte: first }, length: 1 } : undefined
}

const automaticAt = (bytes: Uint8Array): Found | "unfinished" | undefined => {
  const rest = bytes.subarray(1, 4)
  if (rest.some((byte) => (byte & 0x90) !== 0)) return undefined
  const [a = 0, b = 0, c = 0, d] = bytes
  return d === undefined
    ? "unfinished"
    : { answer: { kind: "automatic", bytes: [a, b, c, d] }, length: 4 }
}

const printedUpToAt = (bytes: Uint8Array): Found | "unfinished" | undefined => {
  const fits = [0x37, 0x22].every((byte, n) => (bytes[n] ?? byte) === byte)
  const id = bytes.subarray(2, 6)
  if (!fits || id.some((byte) => byte < 0x20 || byte > 0x7e) || (bytes[6] ?? 0) !== 0)
    return undefined
  return bytes.length < 7
    ? "unfinished"
    : { answer: { kind: "printedUpTo", id: Buffer.from(id).toString("latin1") }, length: 7 }
}

const textAt = (bytes: Uint8Array): Found | "unfinished" | undefined => {
  const end = bytes.indexOf(0)
  const text = bytes.subarray(1, end < 0 ? undefined : end)
  if (text.length > longestText || text.some((byte) => byte < 0x20 || byte > 0x7e)) return undefined
  return end < 0
    ? "unfinished"
    : {
        answer: { kind: "text", text: Buffer.from(text).toString("latin1") },
        length: end + 1,
      }
}
