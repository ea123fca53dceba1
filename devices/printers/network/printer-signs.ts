import type { PrintCause } from "#core/kitchen/print-cause.ts"
import type { MachineStatus } from "#devices/agent/print-machine.ts"

/** What the printer's own status bits say. */
export type PrinterSigns = Omit<MachineStatus, "online">

/** Answers to `DLE EOT` 1, 2, 3 and 4; what was not answered says nothing. */
export interface RealTimeAnswers {
  readonly printer: number
  readonly offline?: number
  readonly error?: number
  readonly paper?: number
}

/** @see devices.md §1.6, Epson's command reference on `DLE EOT` */
export const signsOfRealTime = ({
  printer,
  offline = 0,
  error = 0,
  paper = 0,
}: RealTimeAnswers): PrinterSigns => {
  const out = has(offline, 0x20) || has(paper, 0x60)
  const coverOpen = has(offline, 0x04)
  const told = errorOf(error) ?? (has(offline, 0x40) ? "error" : null)
  return {
    paper: out ? "out" : has(paper, 0x0c) ? "low" : "ok",
    coverOpen,
    // It is offline because of its paper or its cover, or for a reason of its own.
    error: told ?? (has(printer, 0x08) && !out && !coverOpen ? "offline" : null),
  }
}

/** @see devices.md §1.6, Epson's command reference on `GS a` */
export const signsOfAutomatic = ([first, second, third]: readonly [
  number,
  number,
  number,
  number,
]): PrinterSigns => {
  const out = has(third, 0x0c)
  const coverOpen = has(first, 0x20)
  return {
    paper: out ? "out" : has(third, 0x03) ? "low" : "ok",
    coverOpen,
    error: errorOf(second) ?? (has(first, 0x08) && !out && !coverOpen ? "offline" : null),
  }
}

/** The error bits are the same in both. Bit 6 mends itself when the head has cooled down. */
const errorOf = (bits: number): PrintCause | null =>
  has(bits, 0x08)
    ? "cutter"
    : has(bits, 0x04) || has(bits, 0x20) || has(bits, 0x40)
      ? "error"
      : null

const has = (byte: number, bits: number): boolean => (byte & bits) !== 0
