import iconv from "iconv-lite"

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
    }
  | {
      readonly kind: "raster"
      /** Dots; `rows` holds them as in `GS v 0`, most significant bit leftmost. */
      readonly width: number
      readonly height: number
      readonly rows: Uint8Array
      readonly align: Align
    }
  | { readonly kind: "feed"; readonly dots: number }
  | { readonly kind: "cut"; readonly partial: boolean }

export type PrinterEvent =
  | { readonly kind: "drawer"; readonly pin: 2 | 5 }
  | { readonly kind: "buzzer" }
  /** `GS ( H`: tell me when everything before this is on paper. `id`: four characters. */
  | { readonly kind: "fence"; readonly id: string }
  | { readonly kind: "status"; readonly command: "GS r" | "DLE EOT" | "GS a" | "GS I" }

/** What a printer knows between two bytes: its modes, the line that is not printed yet, and the paper so far. */
export class PrintHead {
  readonly items: Array<PaperItem> = []
  readonly events: Array<PrinterEvent> = []
  align: Align = "left"
  bold = false
  inverse = false
  underline = false
  width = 1
  height = 1
  /** `ESC t` number. */
  page = 0
  /** `ESC 3`, dots. */
  spacing = 30
  readonly columns: number
  #line: Array<PrintedCell> = []
  #used = 0

  constructor(columns: number) {
    this.columns = columns
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
    this.spacing = 30
  }

  /** @returns what is wrong, when the page in force has no such character */
  print(byte: number): string | undefined {
    const page = pages[this.page]
    if (page === undefined) return `code page ${this.page} is none that we know`
    const char = iconv.decode(Uint8Array.of(byte), page)
    if (char === "\ufffd" || /\p{Cc}/u.test(char)) {
      return `${byte.toString(16)} is no character of ${page}`
    }
    if (this.#used + this.width > this.columns) this.#endLine(true)
    const { bold, inverse, underline, width, height } = this
    this.#line.push({ char, page, bold, inverse, underline, width, height })
    this.#used += width
    return undefined
  }

  lineFeed() {
    this.#endLine(false)
  }

  #endLine(wrapped: boolean) {
    this.items.push({ kind: "line", cells: this.#line, align: this.align, wrapped })
    this.#line = []
    this.#used = 0
  }
}

/** `ESC t` numbers of Epson's TM-T88V, as iconv-lite calls them. */
const pages: Readonly<Record<number, string>> = {
  0: "cp437",
  2: "cp850",
  3: "cp860",
  4: "cp863",
  5: "cp865",
  13: "cp857",
  14: "cp737",
  16: "windows1252",
  17: "cp866",
  18: "cp852",
  19: "cp858",
  45: "windows1250",
  46: "windows1251",
  47: "windows1253",
  48: "windows1254",
  49: "windows1255",
  50: "windows1256",
}
