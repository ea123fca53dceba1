import { readFileSync, renameSync, writeFileSync } from "node:fs"
import { v7 as uuid } from "uuid"
import { furtherPrinters } from "./further-printers.ts"

/** What the demo must know of a further printer at its next start. */
export interface PrinterNote {
  readonly printerId: string
  /** Chosen here for a printer that is dialled; the hub's for one that asks. */
  deviceId: string
  /** Path of its secret address, told once: as typed into the printer. */
  path?: string
}

export interface PrinterNotes {
  readonly printers: Readonly<Record<string, PrinterNote>>
  /** They have their stations and neighbours; from then on the restaurant is whoever's who changes it. */
  placed: boolean
}

/** Ids are chosen and written down before the hub hears of them, so that a start that was cut short goes on. */
export const openNotes = (file: string) => {
  const notes = read(file) ?? {
    placed: false,
    printers: Object.fromEntries(
      furtherPrinters.map(({ key }) => [key, { printerId: uuid(), deviceId: uuid() }]),
    ),
  }
  const keep = () => {
    writeFileSync(`${file}.new`, JSON.stringify(notes), { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  keep()
  return { notes, keep }
}

export type OpenNotes = ReturnType<typeof openNotes>

const read = (file: string): PrinterNotes | undefined => {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as PrinterNotes
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return undefined
    throw cause
  }
}
