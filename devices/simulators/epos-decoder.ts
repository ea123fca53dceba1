import { Effect, Result, Stream } from "effect"
import { Xml } from "effect/encoding"
import { type DecodedPaper, PrinterFault, type ReadPaper, whole } from "./byte-walk.ts"
import { type EposElement, runElement } from "./epos-elements.ts"
import { PrintHead } from "./print-head.ts"
import type { PrinterMachine } from "./printer-machine.ts"

/**
 * Reads ePOS-Print XML as the strictest printer would: its schema's elements, attributes and values, and nothing between
 * them.
 *
 * Independent of the encoder: written from Epson's manual.
 *
 * @throws PrinterFault on whatever is wrong first; its `offset` counts the elements before
 */
export const decodeEpos = (bytes: Uint8Array, machine: PrinterMachine): DecodedPaper =>
  whole(readEpos(bytes, machine))

/**
 * As {@link decodeEpos}, but keeps what was on the paper before the fault. A document that breaks off prints nothing: the
 * printer reads it to its end before it begins.
 */
export const readEpos = (bytes: Uint8Array, machine: PrinterMachine): ReadPaper => {
  const head = new PrintHead(machine)
  const faulted = (offset: number, detail: string, torn = false): ReadPaper => ({
    items: head.items,
    events: head.events,
    fault: new PrinterFault({ offset, detail, torn }),
  })
  const document = elementsIn(bytes)
  if (Result.isFailure(document)) return faulted(0, ...document.failure)
  for (const [index, element] of document.success.entries()) {
    const trouble = runElement(head, element)
    if (trouble !== undefined) return faulted(index, trouble)
  }
  return head.pending > 0
    ? faulted(document.success.length, `${head.pending} characters never left the buffer`, true)
    : { items: head.items, events: head.events }
}

/** The children of the one `<epos-print>`, in order. */
const elementsIn = (
  bytes: Uint8Array,
): Result.Result<ReadonlyArray<EposElement>, [detail: string, torn: boolean]> => {
  const events = Effect.runSync(
    Stream.make(bytes).pipe(
      Stream.pipeThroughChannel(Xml.decode({ maxDepth: 3 })),
      Stream.runCollect,
      Effect.result,
    ),
  )
  if (Result.isFailure(events))
    return Result.fail([
      events.failure.message,
      /unclosed|end of input/i.test(events.failure.message),
    ])
  const elements: Array<EposElement> = []
  const open: Array<{ name: string; attributes: Readonly<Record<string, string>>; text: string }> =
    []
  for (const event of events.success) {
    switch (event._tag) {
      case "StartElement":
        if (open.length === 2) return Result.fail([`<${event.name}> in <${open[1]?.name}>`, false])
        open.push({ name: event.name, attributes: event.attributes, text: "" })
        break
      case "Text": {
        const inner = open.at(-1)
        if (open.length < 2 || inner === undefined)
          return Result.fail(["text between the elements", false])
        inner.text += event.text
        break
      }
      case "EndElement": {
        const closed = open.pop()
        if (closed === undefined) break
        if (open.length === 1) elements.push(closed)
        else if (closed.name !== "epos-print" || closed.attributes["xmlns"] !== namespace)
          return Result.fail(["no <epos-print> of Epson's namespace", false])
        break
      }
      case "Declaration":
        break
      default:
        return Result.fail([`${event._tag} has no place here`, false])
    }
  }
  return Result.succeed(elements)
}

const namespace = "http://www.epson-pos.com/schemas/2011/03/epos-print"
