import { createHash } from "node:crypto"
import { Clock, Effect, Option, Queue, Semaphore } from "effect"
import type { PrintCause } from "#core/kitchen/print-cause.ts"
import type { AckMessage, JobMessage, ResultMessage } from "#devices/mqtt/device-message.ts"
import { admit, isPast } from "./admission.ts"
import { type PrintMachine, troubleOf } from "./print-machine.ts"
import type { JournalEntry, JournalFailed, PrinterJournal, Stage } from "./printer-journal.ts"

/** Where a power cut tells: nothing printed yet, about to print, printed but not written down, written down but not said. */
export type Moment = "journaled" | "sending" | "printed" | "recorded"

export interface DeskOptions {
  readonly journal: PrinterJournal
  readonly machine: PrintMachine
  /** Best effort: what is not heard is said again until the receipt. */
  readonly say: (
    message:
      | { readonly leaf: "ack"; readonly body: AckMessage }
      | { readonly leaf: "result"; readonly body: ResultMessage },
  ) => Effect.Effect<void>
  readonly nextSeq: () => number
  /** How long one paper may take, from the look at the printer on, in milliseconds; after that nobody knows. */
  readonly fenceMs: number
  readonly moment: (moment: Moment, job: string) => Effect.Effect<void>
}

/** Takes jobs and prints them one after the other, by the journal's rules (devices.md §4.4). It knows no wire. */
export interface PrintDesk {
  /** @param journaled runs as soon as the job needs no second delivery: the place for the wire's own ack */
  readonly take: (
    job: JobMessage,
    journaled: Effect.Effect<void>,
  ) => Effect.Effect<void, JournalFailed>
  /** The hub has the result of this attempt, or of all. */
  readonly receipted: (job: string, attempt?: number) => Effect.Effect<void, JournalFailed>
  /** False when it is too late: the paper is coming, or out. */
  readonly cancel: (job: string) => Effect.Effect<boolean, JournalFailed>
  /** Says a result of the journal. */
  readonly tell: (entry: JournalEntry) => Effect.Effect<void>
  /** Begins no other paper, and waits for the one that is coming: whoever closes is the one who bounds it. */
  readonly leave: Effect.Effect<void>
  /** Prints for as long as it runs; fails when the journal does. */
  readonly work: Effect.Effect<never, JournalFailed>
}

/** Jobs that may wait; the hub sends one at a time, so more is somebody's mistake. */
const waitingJobs = 8

export const makePrintDesk = Effect.fnUntraced(function* (options: DeskOptions) {
  const { journal, machine, moment } = options
  const waiting = yield* Queue.dropping<JobMessage>(waitingJobs)
  /** Newest attempt of each job that waits or prints. */
  const underWay = new Map<string, number>()
  let printing: string | undefined
  /** Taken by the paper that is coming. */
  const bench = yield* Semaphore.make(1)
  let leaving = false

  const tell = (entry: JournalEntry) =>
    entry.stage === "received" || entry.stage === "sending"
      ? Effect.void
      : options.say({ leaf: "result", body: resultOf(entry, entry.stage, options.nextSeq()) })

  const write = (job: string, attempt: number, stage: Stage, details: Details = {}) =>
    Effect.gen(function* () {
      const at = yield* Clock.currentTimeMillis
      const entry: JournalEntry = { job, attempt, stage, at, boot: journal.boot, ...details }
      yield* journal.record(entry)
      return entry
    })

  const decide = (
    { job, attempt }: { readonly job: string; readonly attempt: number },
    stage: Stage,
    cause: PrintCause,
    journaled: Effect.Effect<void>,
  ) =>
    write(job, attempt, stage, { cause }).pipe(
      Effect.tap(() => journaled),
      Effect.flatMap(tell),
    )

  const acknowledge = ({ job, attempt }: JobMessage) =>
    options.say({ leaf: "ack", body: { job, attempt, seq: options.nextSeq() } })

  const enqueue = Effect.fnUntraced(function* (job: JobMessage, journaled: Effect.Effect<void>) {
    if (Math.max(underWay.size, Queue.sizeUnsafe(waiting)) >= waitingJobs) {
      return yield* decide(job, "refused", "busy", journaled)
    }
    underWay.set(job.job, job.attempt)
    yield* write(job.job, job.attempt, "received")
    yield* journaled
    yield* moment("journaled", job.job)
    // The paper does not wait until the broker has the ack: over a bad radio that is half of its way.
    yield* Queue.offer(waiting, job)
    yield* acknowledge(job)
  })

  /** The result carries the newest attempt that asked for this paper. */
  const finish = (job: JobMessage, stage: Stage, details?: Details) =>
    Effect.gen(function* () {
      const entry = yield* write(job.job, underWay.get(job.job) ?? job.attempt, stage, details)
      underWay.delete(job.job)
      yield* moment("recorded", job.job)
      yield* tell(entry)
    })

  const print = Effect.fnUntraced(function* (job: JobMessage) {
    const start = yield* Clock.currentTimeMillis
    if (isPast(job.notAfter, start)) return yield* finish(job, "expired", { cause: "expired" })
    if (job.fmt !== machine.language) return yield* finish(job, "failed", { cause: "language" })
    const bytes = Buffer.from(job.data, "base64")
    if (createHash("sha256").update(bytes).digest("hex") !== job.sha256)
      return yield* finish(job, "failed", { cause: "decode" })
    let begun = false
    const ahead = Effect.gen(function* () {
      yield* write(job.job, underWay.get(job.job) ?? job.attempt, "sending")
      begun = true
      yield* moment("sending", job.job)
    })
    const outcome = yield* machine
      .print({ job: job.job, bytes, fence: job.fence }, ahead)
      .pipe(Effect.timeoutOption(options.fenceMs))
    if (Option.isNone(outcome) && !begun)
      return yield* finish(job, "refused", { cause: troubleOf(machine.status()) ?? "unreachable" })
    if (begun) yield* moment("printed", job.job)
    const ms = (yield* Clock.currentTimeMillis) - start
    if (Option.isNone(outcome))
      return yield* finish(job, "unknown", {
        cause: troubleOf(machine.status()) ?? "no_answer",
        ms,
      })
    const { state, ...how } = outcome.value
    yield* finish(job, state, state === "refused" || state === "failed" ? how : { ...how, ms })
  })

  /** From the look whether it was cancelled until the end nothing may cancel it any more. */
  const next = Effect.flatMap(Queue.take(waiting), (job) =>
    Effect.suspend(() => {
      if (leaving) return Effect.never
      if (!underWay.has(job.job)) return Effect.void
      printing = job.job
      return Effect.ensuring(
        bench.withPermit(print(job)),
        Effect.sync(() => {
          printing = undefined
        }),
      )
    }),
  )

  return {
    take: Effect.fnUntraced(function* (job, journaled) {
      const now = yield* Clock.currentTimeMillis
      const admission = admit(job, journal.find(job.job), underWay.has(job.job), now)
      switch (admission.kind) {
        case "print":
          return yield* enqueue(job, journaled)
        case "underWay":
          underWay.set(job.job, Math.max(job.attempt, underWay.get(job.job) ?? 0))
          yield* journaled
          return yield* acknowledge(job)
        case "repeat": {
          const { entry, duplicate } = admission
          const again: JournalEntry = {
            ...entry,
            attempt: Math.max(entry.attempt, job.attempt),
            told: false,
            ...(duplicate ? { duplicate } : {}),
          }
          yield* journal.record(again)
          yield* journaled
          return yield* tell(again)
        }
        case "unknown":
          return yield* decide(job, "unknown", "power_cut", journaled)
        case "expired":
          return yield* decide(job, "expired", "expired", journaled)
      }
    }),
    receipted: (job, attempt) => {
      const entry = journal.find(job)
      if (entry === undefined || entry.told || underWay.has(job)) return Effect.void
      if (attempt !== undefined && attempt < entry.attempt) return Effect.void
      return journal.record({ ...entry, told: true })
    },
    cancel: Effect.fnUntraced(function* (job) {
      const entry = journal.find(job)
      if (printing === job) return false
      if (entry?.stage === "printed" || entry?.stage === "unknown") return false
      underWay.delete(job)
      const attempt = entry?.attempt ?? 0
      yield* decide({ job, attempt }, "refused", "cancelled", Effect.void)
      return true
    }),
    tell,
    leave: Effect.suspend(() => {
      leaving = true
      return bench.withPermit(Effect.void)
    }),
    work: Effect.forever(next),
  } satisfies PrintDesk
})

interface Details {
  readonly cause?: PrintCause
  readonly fence?: string
  readonly ms?: number
}

const resultOf = (
  entry: JournalEntry,
  state: Exclude<Stage, "received" | "sending">,
  seq: number,
): ResultMessage => ({
  v: 1,
  job: entry.job,
  attempt: entry.attempt,
  state,
  fence: entry.fence ?? null,
  cause: entry.cause ?? null,
  ...(entry.duplicate ? { duplicate: true } : {}),
  ms: entry.ms ?? null,
  boot: entry.boot,
  seq,
  at: new Date(entry.at).toISOString(),
})
