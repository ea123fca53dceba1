import iconv from "iconv-lite"
import type { PrinterMachine } from "./printer-machine.ts"

export type Align = "left" | "center" | "right"

/** One printed character with everything that was in force when it was printed. */
export interface PrintedCell {
  readonly char: string
  readonly page: string
  readonly bold: boolean
  readonly inverse: boolean
  readonly underline: boolean
  /** 1 to 8 times the normal cell. */
  readonly width: number
  readonly height: number
}

export type PaperItem =
  | {
      readonly kind: "line"
      readonly cells: ReadonlyArray<PrintedCell>
      readonly align: Align
      /** The line was full and the printer went on below it. */
      readonly wrapped: boolean
      /** Dots of one character of its font. */
      readonly cell: readonly [width: number, height: number]
    }
  | {
      readonly kind: "raster"
      /** Dots; `rows` holds them as in `GS v 0`, most significant bit leftmost. */
      readonly width: number
      readonly height: number
      readonly rows: Uint8Array
      readonly align: Align
    }
  | {
      readonly kind: "qr" | "barcode"
      readonly text: string
      /** Dots of one module. */
      readonly module: number
      readonly align: Align
    }
  | { readonly kind: "feed"; readonly dots: number }
  | { readonly kind: "cut"; readonly partial: boolean }

export type PrinterEvent =
  | { readonly kind: "drawer"; readonly pin: 2 | 5 }
  | { readonly kind: "buzzer" }
  /** `GS ( H`: tell me when everything before this is on paper. `id`: four characters; of Star's, which has none, empty. */
  | { readonly kind: "fence"; readonly id: string }
  | { readonly kind: "status"; readonly command: "GS r" | "DLE EOT" | "GS a" | "GS I" }

/** What a printer knows between two bytes: its modes, the line that is not printed yet, and the paper so far. */
export class PrintHead {
  readonly items: Array<PaperItem> = []
  readonly events: Array<PrinterEvent> = []
  readonly machine: PrinterMachine
  align: Align = "left"
  bold = false
  inverse = false
  underline = false
  width = 1
  height = 1
  /** `ESC t` number. */
  page = 0
  /** Number of the font. */
  font = 0
  /** Dots that a line feed moves. */
  spacing: number
  /** What the commands of barcodes and QR codes set before one is printed. */
  barcode = { height: 162, module: 3 }
  qr = { module: 3, text: "" }
  /** Star Line: a band of 24 dots that waits for its feed. */
  band: { readonly width: number; readonly columns: Uint8Array } | undefined
  #line: Array<PrintedCell> = []
  #usedDots = 0

  constructor(machine: PrinterMachine) {
    this.machine = machine
    this.spacing = machine.spacing
  }

  /** Characters that wait for the end of their line. */
  get pending(): number {
    return this.#line.length
  }

  /** `ESC @`. */
  reset() {
    this.align = "left"
    this.bold = false
    this.inverse = false
    this.underline = false
    this.width = 1
    this.height = 1
    this.page = 0
    this.font = 0
    this.spacing = this.machine.spacing
    this.barcode = { height: 162, module: 3 }
    this.qr = { module: 3, text: "" }
  }

  /** @returns what is wrong, when the page in force has no such character */
  print(byte: number): string | undefined {
    const page = this.machine.pages[this.page]
    if (page === undefined) return `code page ${this.page} is none that we know`
    const char = iconv.decode(Uint8Array.of(byte), page)
    if (char === "\ufffd" || /\p{Cc}/u.test(char)) {
      return `${byte.toString(16)} is no character of ${page}`
    }
    this.put(char, page)
    return undefined
  }

  /** A character that the printer has; on the next line when this one is full. */
  put(char: string, page: string) {
    const dots = this.width * this.#cell[0]
    if (this.#usedDots + dots > this.machine.dots) this.#endLine(true)
    const { bold, inverse, underline, width, height } = this
    this.#line.push({ char, page, bold, inverse, underline, width, height })
    this.#usedDots += dots
  }

  lineFeed() {
    this.#endLine(false)
  }

  /** A feed pushes out what waits on the line. */
  feed(dots: number) {
    if (this.pending > 0) this.lineFeed()
    this.items.push({ kind: "feed", dots })
  }

  get #cell(): readonly [number, number] {
    return this.machine.fonts[this.font] ?? [12, 24]
  }

  #endLine(wrapped: boolean) {
    const { align } = this
    this.items.push({ kind: "line", cells: this.#line, align, wrapped, cell: this.#cell })
    this.#line = []
    this.#usedDots = 0
  }
}
