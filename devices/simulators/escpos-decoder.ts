import { type DecodedPaper, type ReadPaper, walk, whole } from "./byte-walk.ts"
import { escposGrammar } from "./escpos-commands.ts"
import { epsonMachine, type PrinterMachine } from "./printer-machine.ts"

/**
 * Walks ESC/POS by its exact grammar, as the strictest printer would.
 *
 * Independent of the encoders: written from Epson's command reference, so that an encoder's mistake is not repeated here.
 *
 * @param printer or the columns of a printer that has every command; a longer line goes on below, marked `wrapped`
 * @throws PrinterFault on the first unknown command, orphan byte, misplaced command or character outside the code page
 */
export const decodeEscpos = (bytes: Uint8Array, printer: number | PrinterMachine): DecodedPaper =>
  whole(readEscpos(bytes, printer))

/** As {@link decodeEscpos}, but keeps what was on the paper before the fault: for pictures of torn or garbled jobs. */
export const readEscpos = (bytes: Uint8Array, printer: number | PrinterMachine): ReadPaper =>
  walk(bytes, escposGrammar, typeof printer === "number" ? epsonMachine(printer) : printer)
