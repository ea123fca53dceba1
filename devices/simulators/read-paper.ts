import type { Press } from "#devices/encoders/press.ts"
import type { ReadPaper } from "./byte-walk.ts"
import { readEpos } from "./epos-decoder.ts"
import { readEscpos } from "./escpos-decoder.ts"
import { PrintHead } from "./print-head.ts"
import { machineOf, type PrinterMachine } from "./printer-machine.ts"
import { readStar } from "./star-decoder.ts"

/** What a printer of that model puts on paper for these bytes. */
export const readPaper = (bytes: Uint8Array, { profile, columns }: Press): ReadPaper => {
  const machine = machineOf(profile, columns)
  switch (profile.language) {
    case "escpos":
      return readEscpos(bytes, machine)
    case "starprnt":
    case "starline":
      return readStar(bytes, profile.language, machine)
    case "epos":
      return readEpos(bytes, machine)
  }
}

/**
 * The same of a paper that is still coming, of which only the beginning is out. What has no command in it is plain text,
 * which a Star printer lays out by itself.
 */
export const readSoFar = (bytes: Uint8Array, press: Press): ReadPaper => {
  if (press.profile.language === "epos") {
    const document = closedEpos(bytes)
    return document.length === 0 ? { items: [], events: [] } : readPaper(document, press)
  }
  return bytes.every((byte) => byte >= 0x20 || byte === 0x0a || byte === 0x0d)
    ? readPlain(bytes, machineOf(press.profile, press.columns))
    : readPaper(bytes, press)
}

const readPlain = (bytes: Uint8Array, machine: PrinterMachine): ReadPaper => {
  const head = new PrintHead(machine)
  for (const char of Buffer.from(bytes).toString("utf8")) {
    if (char === "\n") head.lineFeed()
    else if (char !== "\r") head.put(char, "utf8")
  }
  if (head.pending > 0) head.lineFeed()
  return { items: head.items, events: head.events }
}

/** A document that breaks off is none, so it is closed behind the last element that is whole. */
const closedEpos = (bytes: Uint8Array): Uint8Array => {
  const text = Buffer.from(bytes).toString("utf8")
  if (text.trimEnd().endsWith(eposEnd)) return bytes
  const [, root = ""] = /^((?:<\?xml[^>]*>)?\s*<epos-print[^>]*>)/.exec(text) ?? []
  const [inner = ""] = /^.*(?:\/>|<\/(?!epos)[\w-]+>)/s.exec(text.slice(root.length)) ?? []
  return Buffer.from(root === "" ? "" : `${root}${inner}${eposEnd}`, "utf8")
}

const eposEnd = "</epos-print>"
