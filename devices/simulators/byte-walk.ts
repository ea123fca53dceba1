import { Data } from "effect"
import { type PaperItem, type PrinterEvent, PrintHead } from "./print-head.ts"
import type { PrinterMachine } from "./printer-machine.ts"

/** Bytes that a printer would not have understood as meant; `torn` when they merely end too early. */
export class PrinterFault extends Data.TaggedError("PrinterFault")<{
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

/** The paper up to the first fault. */
export type ReadPaper = DecodedPaper & { readonly fault?: PrinterFault }

/** One command of a grammar. Add one only with its meaning: a command that is skipped hides what it does. */
export interface PrinterCommand {
  /** Bytes after the command's name, read from them when they say so; undefined when they break off before that. */
  readonly length: (rest: Uint8Array) => number | undefined
  /** Printers ignore it in the middle of a line, or push the line out: either way the ticket is not as meant. */
  readonly atLineStart?: boolean
  /** @returns what is wrong with the parameters */
  readonly run: (head: PrintHead, parameters: Uint8Array) => string | undefined
}

/** Commands of one language by their name in hexadecimal, one to four bytes. */
export type Grammar = Readonly<Record<string, PrinterCommand>>

/**
 * Walks bytes by an exact grammar, as the strictest printer would: up to the first unknown command, orphan byte,
 * misplaced command, character outside the code page, or command that this model lacks.
 */
export const walk = (bytes: Uint8Array, grammar: Grammar, machine: PrinterMachine): ReadPaper => {
  const head = new PrintHead(machine)
  let offset = 0
  const faulted = (detail: string, torn = false) => ({
    items: head.items,
    events: head.events,
    fault: new PrinterFault({ offset, detail, torn }),
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
    const name = nameAt(bytes, offset, grammar)
    if (name === undefined) {
      const shown = Buffer.from(bytes.subarray(offset, offset + 4)).toString("hex")
      return faulted(`no command begins with ${shown}`, offset + 2 >= bytes.length)
    }
    if (machine.lacks.has(name)) return faulted(`${name} is none of this model's commands`)
    const command = grammar[name]
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
    offset = start + length
  }
  if (head.band !== undefined) return faulted("a band of dots never left the buffer", true)
  // Text after the last line feed stays in the printer's buffer until somebody else's ticket pushes it out.
  return head.pending > 0
    ? faulted(`${head.pending} characters never left the buffer`, true)
    : { items: head.items, events: head.events }
}

/** @throws PrinterFault the first one */
export const whole = ({ fault, ...decoded }: ReadPaper): DecodedPaper => {
  if (fault !== undefined) throw fault
  return decoded
}

/** The name, in hexadecimal, of the command that begins here; the longest that fits. */
export const nameAt = (bytes: Uint8Array, offset: number, grammar: Grammar): string | undefined =>
  [4, 3, 2, 1]
    .map((size) => Buffer.from(bytes.subarray(offset, offset + size)).toString("hex"))
    .find((name) => Object.hasOwn(grammar, name))

/** A command with so many bytes behind its name, none of them wrong. */
export const fixed = (
  length: number,
  run: (head: PrintHead, parameters: Uint8Array) => void,
): PrinterCommand => ({
  length: () => length,
  run: (head, parameters) => {
    run(head, parameters)
    return undefined
  },
})

export const checked = (length: number, run: PrinterCommand["run"]): PrinterCommand => ({
  length: () => length,
  run,
})

/** Only the lowest bit of a switch counts: `0`, `1` and the digits both work. */
export const isOn = (value: number): boolean => (value & 1) === 1

export const u16 = (low = 0, high = 0): number => low + high * 256
