import { type DecodedPaper, type ReadPaper, walk, whole } from "./byte-walk.ts"
import type { PrinterMachine } from "./printer-machine.ts"
import { starLineGrammar, starPrntGrammar } from "./star-commands.ts"

/** The two languages of Star's printers; they differ in how they take pictures. */
export type StarLanguage = "starprnt" | "starline"

/**
 * Walks a Star language by its exact grammar, as the strictest printer would.
 *
 * Independent of the encoders: written from Star's command specifications.
 *
 * @throws PrinterFault on the first unknown command, orphan byte, misplaced command or character outside the code page
 */
export const decodeStar = (
  bytes: Uint8Array,
  language: StarLanguage,
  machine: PrinterMachine,
): DecodedPaper => whole(readStar(bytes, language, machine))

/** As {@link decodeStar}, but keeps what was on the paper before the fault. */
export const readStar = (
  bytes: Uint8Array,
  language: StarLanguage,
  machine: PrinterMachine,
): ReadPaper => walk(bytes, language === "starprnt" ? starPrntGrammar : starLineGrammar, machine)
