import { Clock, Effect, type Scope } from "effect"
import type { PrintMachine } from "#devices/agent/print-machine.ts"
import type { Faults } from "./faults.ts"

export interface PaperStatus {
  readonly paper: "ok" | "low" | "out"
  readonly coverOpen: boolean
}

/** One piece of paper, as long as it lies under the cutter. */
export interface PrintedPaper {
  /** Counts from 1 on this machine. */
  readonly n: number
  readonly job: string
  /** What has reached the paper so far. */
  readonly bytes: Uint8Array
  /** Printed to the end and cut; otherwise it is being printed, or was torn off. */
  readonly complete: boolean
  readonly torn: boolean
  /** Milliseconds since the epoch, when the first byte came. */
  readonly at: number
}

/**
 * The paper machine of a virtual printer, without any memory of jobs: bytes in, paper out, at its speed. It stops when
 * the paper ends or the cover opens and goes on when that is mended, as real ones do.
 */
export interface VirtualPrinter {
  readonly status: () => PaperStatus
  readonly speed: () => {
    readonly bytesPerSecond: number | null
    readonly paperOutAfterBytes: number | null
  }
  /** Newest last; older ones are thrown away. */
  readonly papers: () => ReadonlyArray<PrintedPaper>
  /** Succeeds when the last byte is on paper and the cutter has cut. Interrupted, it leaves a torn piece. */
  readonly print: (job: string, bytes: Uint8Array) => Effect.Effect<void>
  readonly apply: (faults: Omit<Faults, "power" | "network">) => void
  /** Called after every change, until the scope closes. */
  readonly onChange: (listener: () => void) => Effect.Effect<void, never, Scope.Scope>
}

/** @param keep pieces of paper that are kept */
export const makeVirtualPrinter = (keep = 50): VirtualPrinter => {
  const listeners = new Set<() => void>()
  const roll: Array<Piece> = []
  let pieces = 0
  let paper: PaperStatus["paper"] = "ok"
  let coverOpen = false
  let bytesPerSecond: number | null = null
  let paperLeft: number | null = null

  const changed = () => {
    for (const listener of listeners) listener()
  }

  const feed = (piece: Piece, wanted: number) => {
    const count = Math.min(wanted, paperLeft ?? wanted)
    piece.printed += count
    if (paperLeft !== null) {
      paperLeft -= count
      if (paperLeft === 0) paper = "out"
    }
    changed()
  }

  const mended = Effect.callback<void>((resume) => {
    const look = () => {
      if (paper === "out" || coverOpen) return
      listeners.delete(look)
      resume(Effect.void)
    }
    listeners.add(look)
    look()
    return Effect.sync(() => void listeners.delete(look))
  })

  const newPiece = Effect.fnUntraced(function* (job: string, bytes: Uint8Array) {
    const at = yield* Clock.currentTimeMillis
    pieces += 1
    const piece: Piece = { n: pieces, job, whole: bytes, printed: 0, cut: false, torn: false, at }
    roll.push(piece)
    if (roll.length > keep) roll.shift()
    return piece
  })

  const printAll = Effect.fnUntraced(function* (piece: Piece) {
    while (piece.printed < piece.whole.length) {
      yield* mended
      const left = piece.whole.length - piece.printed
      if (bytesPerSecond === null) feed(piece, left)
      else {
        yield* Effect.sleep(tickMs)
        if (paper === "out" || coverOpen) continue
        feed(piece, Math.min(left, Math.max(1, Math.round((bytesPerSecond * tickMs) / 1000))))
      }
    }
    piece.cut = true
    changed()
  })

  return {
    status: () => ({ paper, coverOpen }),
    speed: () => ({ bytesPerSecond, paperOutAfterBytes: paperLeft }),
    papers: () => roll.map(seen),
    print: (job, bytes) =>
      Effect.flatMap(newPiece(job, bytes), (piece) =>
        Effect.onInterrupt(printAll(piece), () =>
          Effect.sync(() => {
            piece.torn = true
            changed()
          }),
        ),
      ),
    apply: (faults) => {
      if (faults.paper !== undefined) {
        paper = faults.paper
        if (paper !== "out" && paperLeft === 0) paperLeft = null
      }
      if (faults.cover !== undefined) coverOpen = faults.cover
      if (faults.bytesPerSecond !== undefined) bytesPerSecond = faults.bytesPerSecond
      if (faults.paperOutAfterBytes !== undefined) {
        paperLeft = faults.paperOutAfterBytes
        if (paperLeft === 0) paper = "out"
      }
      changed()
    },
    onChange: (listener) =>
      Effect.acquireRelease(
        Effect.sync(() => void listeners.add(listener)),
        () => Effect.sync(() => void listeners.delete(listener)),
      ),
  }
}

/** It as the machine under an agent: it looks before it begins, and knows when its own paper is cut. */
export const machineOf = (printer: VirtualPrinter): PrintMachine => ({
  language: "escpos",
  status: () => ({ online: true, ...printer.status(), error: null }),
  onChange: printer.onChange,
  print: ({ job, bytes }, ahead) =>
    Effect.gen(function* () {
      const { paper, coverOpen } = printer.status()
      if (coverOpen) return { state: "refused", cause: "cover_open" } as const
      if (paper === "out") return { state: "refused", cause: "paper_out" } as const
      yield* ahead
      yield* printer.print(job, bytes)
      return { state: "printed", fence: "gs(h" } as const
    }),
})

/** How often bytes move from the head to the paper, in milliseconds. */
const tickMs = 50

interface Piece {
  readonly n: number
  readonly job: string
  readonly whole: Uint8Array
  printed: number
  cut: boolean
  torn: boolean
  readonly at: number
}

const seen = (piece: Piece): PrintedPaper => ({
  n: piece.n,
  job: piece.job,
  bytes: piece.whole.subarray(0, piece.printed),
  complete: piece.cut,
  torn: piece.torn,
  at: piece.at,
})
