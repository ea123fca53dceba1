import type { Effect, Scope } from "effect"
import type { PrinterLanguage } from "#core/hub/printer-profile.ts"
import type { PrintCause } from "#core/kitchen/print-cause.ts"

export interface MachineStatus {
  /** It answers, or is of a kind that never says anything. */
  readonly online: boolean
  /** `low` still prints. */
  readonly paper: "ok" | "low" | "out"
  readonly coverOpen: boolean
  /** Of devices.md §4.4 (`cutter`, `offline`, `unreachable` …), where neither paper nor cover explain it. */
  readonly error: PrintCause | null
}

/** One paper that is wanted. */
export interface PaperWork {
  readonly job: string
  readonly bytes: Uint8Array
  /** Four printable characters by which the printer says that this paper is out. */
  readonly fence: string
}

/** How the machine did with one paper (devices.md §0, 4). */
export type PrintOutcome =
  /** `fence`: how it knows, `gs(h`, `gs-r`, or `none` where the printer's profile says that it never answers. */
  | { readonly state: "printed"; readonly fence: string }
  /** Certainly nothing came out. */
  | { readonly state: "refused"; readonly cause: PrintCause }
  /** Nothing came out, and never will. */
  | { readonly state: "failed"; readonly cause: PrintCause }
  /** Something may have come out. */
  | { readonly state: "unknown"; readonly cause: PrintCause }

/** What puts bytes on paper and says whether it did. It remembers no job: that is the journal's. */
export interface PrintMachine {
  /** The only one that it understands: anything else would be nonsense on paper. */
  readonly language: PrinterLanguage
  readonly status: () => MachineStatus
  /** Called after every change, until the scope closes. */
  readonly onChange: (listener: () => void) => Effect.Effect<void, never, Scope.Scope>
  /**
   * One paper at a time. Interrupted, it gives up: whoever interrupts knows no more than `unknown` from then on.
   *
   * @param ahead runs once, when the printer looks able and before the first byte; without it nothing was printed
   */
  readonly print: <E>(
    work: PaperWork,
    ahead: Effect.Effect<void, E>,
  ) => Effect.Effect<PrintOutcome, E>
}

/** Why it cannot print now, in the words of devices.md §4.4; undefined when it can. */
export const troubleOf = ({
  online,
  paper,
  coverOpen,
  error,
}: MachineStatus): PrintCause | undefined =>
  coverOpen
    ? "cover_open"
    : paper === "out"
      ? "paper_out"
      : (error ?? (online ? undefined : "offline"))
