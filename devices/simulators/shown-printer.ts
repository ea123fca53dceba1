import type { Effect } from "effect"
import type { Columns, PrinterDriver } from "#core/kitchen/menu.ts"
import type { ReadPaper } from "./byte-walk.ts"
import type { Faults } from "./faults.ts"
import type { PrintedPaper, VirtualPrinter } from "./virtual-printer.ts"

/** A virtual printer as its page needs it, by whichever way it gets its papers. */
export interface ShownPrinter {
  /** Of the device: its place in addresses. */
  readonly id: string
  readonly name: string
  readonly columns: Columns
  readonly driver: PrinterDriver
  readonly machine: Pick<VirtualPrinter, "status" | "speed" | "onChange"> & {
    /** Newest last; what comes over a bare line of bytes does not say of which job. */
    readonly papers: () => ReadonlyArray<Omit<PrintedPaper, "job"> & { readonly job?: string }>
  }
  readonly state: () => PlugState
  readonly apply: (faults: Faults) => Effect.Effect<void>
  /** What these bytes, all of a paper or its beginning, put on paper. */
  readonly read: (bytes: Uint8Array) => ReadPaper
  /** Printable dots. */
  readonly across: number
}

export interface PlugState {
  readonly power: "on" | "cut"
  /** Counts the times that it was switched on. */
  readonly boot: number
  /** Somebody hears it: the broker, or the hub itself. */
  readonly connected: boolean
  /** Absent: it stands on the hub's own machine, so there is none to lose. */
  readonly network?: "on" | "out"
  /** What the hub says about itself, where a broker stands between the two. */
  readonly hubOnline: boolean
}
