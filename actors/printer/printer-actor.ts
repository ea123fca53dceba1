import { Clock, Duration, Effect } from "effect"
import { makeActorHost } from "#actors/host/actor-host.ts"
import { foldStream, snapshotWhenDue } from "#actors/host/stream-state.ts"
import type { Restaurant } from "#actors/tenant/restaurant.ts"
import type { Cid, EpochMs, PrinterId } from "#core/kitchen/ids.ts"
import type { Printer } from "#core/kitchen/menu.ts"
import type { PrinterCommand } from "#core/kitchen/printer-command.ts"
import { evolvePrinter } from "#core/kitchen/printer-evolve.ts"
import {
  type DueAttempt,
  idlePrinter,
  type PrinterEvent,
  type PrinterQueue,
} from "#core/kitchen/printer-queue.ts"
import { nextDeadline, printerStep } from "#core/kitchen/printer-step.ts"
import { type AppendFailure, EventLog } from "#core/log/event-log.ts"
import { toNewEvent } from "#core/log/upcast.ts"
import { contextOf } from "./printer-context.ts"

/** What a printer actor is asked. */
export interface PrinterAsk {
  readonly restaurant: Restaurant
  readonly printer: Printer
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
  /** When somebody must look at the queue again. */
  readonly lookAt?: EpochMs
  /** What this command did. */
  readonly events: ReadonlyArray<PrinterEvent>
  readonly repeated: boolean
}

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
  AppendFailure,
  EventLog
>({
  name: "printer",
  idle: Duration.minutes(5),
  mailbox: 4_096,
  keepsState: ({ _tag }) => _tag === "Refused" || _tag === "Overloaded",
  retries: (error) => error._tag === "VersionConflict",
  elsewhere: ({ id }, { restaurant }, queue) => restaurant.printers.get(id as PrinterId) === queue,
  load: ({ scope, id }, { restaurant }) => {
    const known = restaurant.printers.get(id as PrinterId)
    return known === undefined
      ? foldStream<PrinterQueue, PrinterEvent>(scope, printerStream(id), idlePrinter, evolvePrinter)
      : Effect.succeed(known)
  },
  handle: ({ scope, id }, queue, ask) =>
    Effect.gen(function* () {
      const { cid, fingerprint, command, said = [], remember } = ask
      const at = (yield* Clock.currentTimeMillis) as EpochMs
      const context = contextOf(ask.restaurant, ask.printer, at)
      const step = yield* Effect.fromResult(printerStep(queue, [...said, command], context))
      const { events, next, due } = step
      const nothing = () => answer(queue, nextDeadline(queue, context))
      if (events.length === 0 && !remember) return [nothing(), queue] as const
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
      if (appended._tag === "Repeated") return [{ ...nothing(), repeated: true }, queue] as const
      yield* snapshotWhenDue(scope, printerStream(id), queue.version, next.version, next)
      return [
        {
          ...answer(next, nextDeadline(next, context), events),
          ...(due === undefined ? {} : { due }),
        },
        next,
      ] as const
    }),
})

const answer = (
  queue: PrinterQueue,
  lookAt: EpochMs | undefined,
  events: ReadonlyArray<PrinterEvent> = [],
): PrinterAnswer => ({
  queue,
  events,
  repeated: false,
  ...(lookAt === undefined ? {} : { lookAt }),
})
