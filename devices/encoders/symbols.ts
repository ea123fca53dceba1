import qrcode from "qrcode"
import { code128Dots, code128Modules, isCode128 } from "./code128.ts"
import { type Dots, dotsWhere } from "./dots.ts"

/** A code as it fits the paper. */
export interface Fitted {
  /** Dots of one module. */
  readonly module: number
}

/** Dots of a barcode's bars from top to bottom. */
export const barcodeHeight = 64

/** Undefined: no barcode can spell the text, or the paper is too narrow for it. @param paper dots across */
export const fitBarcode = (text: string, paper: number): Fitted | undefined => {
  const room = Math.floor(paper / (code128Modules(text) + 20))
  return isCode128(text) && room >= 2 ? { module: Math.min(3, room) } : undefined
}

export const barcodeDots = (text: string, { module }: Fitted): Dots =>
  code128Dots(text, module, barcodeHeight)

/** Characters of a QR code at most: what a telephone still reads off narrow paper. */
export const mostInQr = 300

/** Undefined: too long, or the paper is too narrow for it. @param paper dots across */
export const fitQr = (text: string, paper: number): Fitted | undefined => {
  if (text.length > mostInQr) return undefined
  const room = Math.floor(Math.min(paper, largestQr) / qrModules(text).size)
  return room >= 3 ? { module: Math.min(6, room) } : undefined
}

/** Without the white around it: paper is white enough. */
export const qrDots = (text: string, { module }: Fitted): Dots => {
  const { size, data } = qrModules(text)
  return dotsWhere(
    size * module,
    size * module,
    (x, y) => data[Math.floor(y / module) * size + Math.floor(x / module)] === 1,
  )
}

/** 3 cm: larger costs paper and reads no better. */
const largestQr = 240

const qrModules = (text: string): { readonly size: number; readonly data: Uint8Array } => {
  const known = made.get(text)
  if (known !== undefined) return known
  const { modules } = qrcode.create(text.toWellFormed(), { errorCorrectionLevel: "M" })
  const fresh = { size: modules.size, data: Uint8Array.from(modules.data) }
  if (made.size >= madeLimit) made.delete(made.keys().next().value as string)
  made.set(text, fresh)
  return fresh
}

/** Fitting and drawing ask for the same one; a module a byte, 12 KiB at most. */
const made = new Map<string, { readonly size: number; readonly data: Uint8Array }>()
const madeLimit = 32
