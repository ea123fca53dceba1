import type { PrinterWord } from "#devices/printers/pull/hatch.ts"

/** Bits of Epson's automatic status, as ePOS answers and `SetStatus` carry it. @see Epson ePOS-Print XML, status */
const bits = {
  noResponse: 0x0000_0001,
  printed: 0x0000_0002,
  offline: 0x0000_0008,
  coverOpen: 0x0000_0020,
  mechanical: 0x0000_0400,
  cutter: 0x0000_0800,
  unrecoverable: 0x0000_2000,
  nearEnd: 0x0002_0000,
  paperEnd: 0x0008_0000,
} as const

/** How an Epson printer says that it stands; well when the text is no number. */
export const asbWord = (status: string): PrinterWord => {
  const asb = Number(status)
  const has = (bit: number): boolean => Number.isInteger(asb) && (asb & bit) !== 0
  const trouble = has(bits.coverOpen)
    ? "cover_open"
    : has(bits.paperEnd)
      ? "paper_out"
      : has(bits.cutter)
        ? "cutter"
        : has(bits.mechanical) || has(bits.unrecoverable) || has(bits.noResponse)
          ? "error"
          : has(bits.offline)
            ? "offline"
            : undefined
  return {
    printing: false,
    online: trouble === undefined,
    paper: has(bits.paperEnd) ? "out" : has(bits.nearEnd) ? "low" : "ok",
    cover: has(bits.coverOpen),
    ...(trouble === undefined ? {} : { trouble }),
  }
}

/** The printer itself says that the paper came out. */
export const saysPrinted = (status: string): boolean => (Number(status) & bits.printed) !== 0
