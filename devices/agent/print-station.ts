import { Clock, Effect, Queue, type Scope } from "effect"
import type { AckMessage, ResultMessage, StatusMessage } from "#devices/mqtt/device-message.ts"
import { type Moment, makePrintDesk, type PrintDesk } from "./print-desk.ts"
import { type PrintMachine, troubleOf } from "./print-machine.ts"
import { type JournalEntry, type JournalFailed, openJournal } from "./printer-journal.ts"

/** What a station says to the hub, by whatever wire. */
export type StationWord =
  | { readonly leaf: "ack"; readonly body: AckMessage }
  | { readonly leaf: "result"; readonly body: ResultMessage }
  | { readonly leaf: "status"; readonly body: StatusMessage }

export interface StationOptions {
  /** Where the journal lives; one station at a time. */
  readonly directory: string
  readonly machine: PrintMachine
  /** Best effort: results are said again until their receipt, a status is asked for at the next birth. */
  readonly say: (word: StationWord) => Effect.Effect<void>
  /** Milliseconds, 60,000 unless told; see the desk. */
  readonly fenceMs?: number
  /** First pause before a result without receipt is said again, in milliseconds; it grows to a minute. */
  readonly repeatMs?: number
  /** For tests: the moments at which a power cut matters. */
  readonly moment?: (moment: Moment, job: string) => Effect.Effect<void>
}

/** One printer with its desk and its journal, and what it has to say; the wire to the hub lies above it. */
export interface PrintStation {
  readonly boot: number
  readonly desk: PrintDesk
  readonly sayStatus: Effect.Effect<void>
  /** Says again what has no receipt. @param all also what was said a moment ago */
  readonly tellUntold: (all: boolean) => Effect.Effect<void>
  /** Prints, and says what changes, until the journal fails. */
  readonly run: Effect.Effect<never, JournalFailed>
}

/** Opens the journal and owns up to what a power cut interrupted: `unknown`, to be told at the first occasion. */
export const openStation = (
  options: StationOptions,
): Effect.Effect<PrintStation, JournalFailed, Scope.Scope> =>
  Effect.gen(function* () {
    const { machine, say } = options
    const journal = yield* openJournal({ directory: options.directory })
    const { boot } = journal
    let count = boot * 1_000_000
    const nextSeq = () => ++count

    const desk = yield* makePrintDesk({
      journal,
      machine,
      say,
      nextSeq,
      fenceMs: options.fenceMs ?? 60_000,
      moment: options.moment ?? (() => Effect.void),
    })
    for (const { job, attempt } of journal.interrupted()) {
      const at = yield* Clock.currentTimeMillis
      yield* journal.record({ job, attempt, stage: "unknown", at, boot, cause: "power_cut" })
    }

    const repeat = repeater(options.repeatMs ?? 5000)
    const tellUntold = (all: boolean) =>
      Effect.gen(function* () {
        const due = repeat(journal.untold(), yield* Clock.currentTimeMillis, all)
        for (const entry of due) yield* desk.tell(entry)
      })

    let shown = JSON.stringify(wordsOn(machine))
    const sayStatus = Effect.suspend(() =>
      say({ leaf: "status", body: { ...wordsOn(machine), seq: nextSeq() } }),
    )
    const changes = yield* Queue.dropping<void>(1)
    yield* machine.onChange(() => void Queue.offerUnsafe(changes, undefined))
    const watchMachine = Effect.gen(function* () {
      yield* Queue.take(changes)
      const now = JSON.stringify(wordsOn(machine))
      if (now === shown) return
      shown = now
      yield* sayStatus
    })
    yield* Effect.forkScoped(Effect.forever(watchMachine))
    yield* Effect.forkScoped(
      Effect.forever(Effect.andThen(Effect.sleep("1 second"), tellUntold(false))),
    )
    return { boot, desk, sayStatus, tellUntold, run: desk.work } satisfies PrintStation
  })

const wordsOn = (machine: PrintMachine) => {
  const status = machine.status()
  const error = troubleOf(status) ?? null
  const { paper, coverOpen } = status
  return { online: error === null, paper, cover: coverOpen, error, drawer: false }
}

/** Results are not repeated for longer; the hub has asked again by then, or never will. */
const tellFor = 24 * 3_600_000

/** Picks what is due to be said again: after `firstMs`, then twice as late each time, a minute at most. */
const repeater = (firstMs: number) => {
  const told = new Map<string, { readonly times: number; readonly at: number }>()
  return (
    untold: ReadonlyArray<JournalEntry>,
    now: number,
    all: boolean,
  ): ReadonlyArray<JournalEntry> => {
    const open = new Set(untold.map((entry) => `${entry.job}/${entry.attempt}`))
    for (const key of told.keys()) if (!open.has(key)) told.delete(key)
    return untold.filter((entry) => {
      const key = `${entry.job}/${entry.attempt}`
      const last = told.get(key) ?? { times: 0, at: entry.at }
      const pause = Math.min(60_000, firstMs * 2 ** last.times)
      if (now - entry.at > tellFor || (!all && now - last.at < pause)) return false
      told.set(key, { times: last.times + 1, at: now })
      return true
    })
  }
}
