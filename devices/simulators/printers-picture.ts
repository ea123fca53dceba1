import type { Columns, PrinterDriver } from "#core/kitchen/menu.ts"

/** One piece of paper as the page shows it; its picture is at `/printers/{id}/papers/{n}.png`, its words at `….txt`. */
export interface PaperPicture {
  readonly n: number
  /** Absent where only bytes come, as over a printer's own port. */
  readonly job?: string
  /** Bytes on the paper so far; the picture changes with it. */
  readonly bytes: number
  readonly complete: boolean
  readonly torn: boolean
  /** ISO 8601. */
  readonly at: string
}

/** One virtual printer, its faults and its last papers, newest first. */
export interface PrinterPicture {
  readonly id: string
  readonly name: string
  readonly columns: Columns
  readonly driver: PrinterDriver
  readonly power: "on" | "cut"
  readonly boot: number
  /** Absent: it has none that could be cut. */
  readonly network?: "on" | "out"
  /** The broker hears it, or the hub itself. */
  readonly connected: boolean
  /** What the hub says about itself at the broker. */
  readonly hubOnline: boolean
  readonly paper: "ok" | "low" | "out"
  readonly coverOpen: boolean
  /** `null`: at once. */
  readonly bytesPerSecond: number | null
  readonly paperOutAfterBytes: number | null
  readonly papers: ReadonlyArray<PaperPicture>
}

/** Answer of `GET /printers`, and each event of `GET /events`. */
export interface PrintersPicture {
  readonly printers: ReadonlyArray<PrinterPicture>
}
