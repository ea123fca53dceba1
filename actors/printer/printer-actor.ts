import { Clock, Duration, Effect, Result } from "effect"
import { makeActorHost } from "#actors/host/actor-host.ts"
import { foldStream, snapshotWhenDue } from "#actors/host/stream-state.ts"
import type { Restaurant } from "#actors/tenant/restaurant.ts"
import type { Cid, EpochMs, PrinterId } from "#core/kitchen/ids.ts"
import type { PrinterCommand } from "#core/kitchen/printer-command.ts"
import { decidePrinter } from "#core/kitchen/printer-decide.ts"
import { evolvePrinter } from "#core/kitchen/printer-evolve.ts"
import {
  type DueAttempt,
  idlePrinter,
  nextToSend,
  type PrinterEvent,
  type PrinterQueue,
} from "#core/kitchen/printer-queue.ts"
import type { Refused } from "#core/kitchen/refusal.ts"
import { EventLog, type LogUnavailable, type VersionConflict } from "#core/log/event-log.ts"
import { toNewEvent } from "#core/log/upcast.ts"

/** What a printer actor is asked. */
export interface PrinterAsk {
  readonly restaurant: Restaurant
  readonly cid: Cid
  readonly fingerprint: string
  readonly command: PrinterCommand
  /** What the device said before it and is noted with it. */
  readonly said?: ReadonlyArray<PrinterCommand>
  /** Somebody outside asked, so the cid is remembered though nothing happened. */
  readonly remember: boolean
}

export interface PrinterAnswer {
  readonly queue: PrinterQueue
  /** To be handed to the wire now; that it is handed over stands in the log already. */
  readonly due?: DueAttempt
  readonly repeated: boolean
}

type Failure = Refused | VersionConflict | LogUnavailable

export const printerStream = (id: string): string => `printer/${id}`

/**
 * The actor that owns one printer's queue: one job in flight, in order.
 *
 * Whatever it is asked, it also looks whether a job is due, and writes down that the job is handed over **before** it is:
 * after a crash the hub knows that paper may have come out and asks the device under the same id.
 */
export const makePrinterHost = makeActorHost<
  PrinterQueue,
  PrinterAsk,
  PrinterAnswer,
  Failure,
  EventLog
>({
  name: "printer",
  idle: Duration.minutes(5),
  mailbox: 4_096,
  keepsState: (error) => error._tag === "Refused",
  retries: (error) => error._tag === "VersionConflict",
  elsewhere: ({ id }, { restaurant }, queue) => restaurant.printers.get(id as PrinterId) === queue,
  load: ({ scope, id }, { restaurant }) => {
    const known = restaurant.printers.get(id as PrinterId)
    return known === undefined
      ? foldStream<PrinterQueue, PrinterEvent>(scope, printerStream(id), idlePrinter, evolvePrinter)
      : Effect.succeed(known)
  },
  handle: ({ scope, id }, queue, { cid, fingerprint, command, said = [], remember }) =>
    Effect.gen(function* () {
      const at = (yield* Clock.currentTimeMillis) as EpochMs
      const step = yield* Effect.fromResult(printerStep(queue, [...said, command], at))
      const { events, next, due } = step
      if (events.length === 0 && !remember) return [{ queue, repeated: false }, queue] as const
      const log = yield* EventLog
      const appended = yield* log.append(scope, {
        cid,
        fingerprint,
        reply: {},
        streams:
          events.length === 0
            ? []
            : [
                {
                  stream: printerStream(id),
                  expected: queue.version,
                  events: events.map(toNewEvent),
                  after: next,
                },
              ],
      })
      if (appended._tag === "Repeated") return [{ queue, repeated: true }, queue] as const
      yield* snapshotWhenDue(scope, printerStream(id), queue.version, next.version, next)
      return [
        { queue: next, repeated: false, ...(due === undefined ? {} : { due }) },
        next,
      ] as const
    }),
})

/** What commands make of a queue, decided one after the other, and the job that is to be handed over then. */
export interface PrinterStep {
  readonly events: ReadonlyArray<PrinterEvent>
  readonly next: PrinterQueue
  readonly due?: DueAttempt
}

/** All of the commands, or the refusal of the first that is refused. */
export const printerStep = (
  queue: PrinterQueue,
  commands: ReadonlyArray<PrinterCommand>,
  at: EpochMs,
): Result.Result<PrinterStep, Refused> => {
  const events: Array<PrinterEvent> = []
  let next = queue
  const add = (event: PrinterEvent) => {
    events.push(event)
    next = evolvePrinter(next, event)
  }
  for (const command of commands) {
    const decided = decidePrinter(next, command, { at })
    if (Result.isFailure(decided)) return Result.fail(decided.failure)
    for (const event of decided.success) add(event)
  }
  const due = nextToSend(next, at)
  if (due === undefined) return Result.succeed({ events, next })
  add({ type: "JobSent", at, job: due.job.id, attempt: due.attempt })
  return Result.succeed({ events, next, due })
}
