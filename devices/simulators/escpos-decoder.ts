import { Data } from "effect"
import { commandAt, commands } from "./escpos-commands.ts"
import { type PaperItem, type PrinterEvent, PrintHead } from "./print-head.ts"

/** Bytes that a printer would not have understood as meant; `torn` when they merely end too early. */
export class EscposFault extends Data.TaggedError("EscposFault")<{
  readonly offset: number
  readonly detail: string
  readonly torn: boolean
}> {
  override get message() {
    return `byte ${this.offset}: ${this.detail}`
  }
}

export interface DecodedPaper {
  /** What lies on the paper, from the top. */
  readonly items: ReadonlyArray<PaperItem>
  /** What happened beside printing, in order: pulses, sounds, questions to the printer. */
  readonly events: ReadonlyArray<PrinterEvent>
}

/**
 * Walks ESC/POS by its exact grammar, as the strictest printer would.
 *
 * Independent of the encoders: written from Epson's command reference, so that an encoder's mistake is not repeated here.
 *
 * @param columns characters of a line at normal width; a longer line goes on below, marked `wrapped`
 * @throws EscposFault on the first unknown command, orphan byte, misplaced command or character outside the code page
 */
export const decodeEscpos = (bytes: Uint8Array, columns: number): DecodedPaper => {
  const { fault, ...decoded } = readEscpos(bytes, columns)
  if (fault !== undefined) throw fault
  return decoded
}

/** As {@link decodeEscpos}, but keeps what was on the paper before the fault: for pictures of torn or garbled jobs. */
export const readEscpos = (
  bytes: Uint8Array,
  columns: number,
): DecodedPaper & { readonly fault?: EscposFault } => {
  const head = new PrintHead(columns)
  let offset = 0
  const faulted = (detail: string, torn = false) => ({
    items: head.items,
    events: head.events,
    fault: new EscposFault({ offset, detail, torn }),
  })

  while (offset < bytes.length) {
    const byte = bytes[offset] as number
    if (byte >= 0x20) {
      const trouble = head.print(byte)
      if (trouble !== undefined) return faulted(trouble)
      offset += 1
      continue
    }
    if (byte === 0x0a) {
      head.lineFeed()
      offset += 1
      continue
    }
    const name = commandAt(bytes, offset)
    if (name === undefined) {
      const shown = Buffer.from(bytes.subarray(offset, offset + 4)).toString("hex")
      return faulted(`no command begins with ${shown}`, offset + 2 >= bytes.length)
    }
    const command = commands[name]
    const start = offset + name.length / 2
    const length = command === undefined ? undefined : command.length(bytes.subarray(start))
    if (command === undefined || length === undefined || start + length > bytes.length) {
      return faulted(`${name} breaks off`, true)
    }
    if (command.atLineStart === true && head.pending > 0) {
      return faulted(`${name} with ${head.pending} characters waiting on the line`)
    }
    const trouble = command.run(head, bytes.subarray(start, start + length))
    if (trouble !== undefined) return faulted(trouble)
    offset += start - offset + length
  }
  // Text after the last line feed stays in the printer's buffer until somebody else's ticket pushes it out.
  return head.pending > 0
    ? faulted(`${head.pending} characters never left the buffer`, true)
    : { items: head.items, events: head.events }
}
