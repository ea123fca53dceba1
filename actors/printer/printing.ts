import { Clock, Context, Effect, FiberMap, FiberSet, Layer, Schedule } from "effect"
import { v7 as uuid } from "uuid"
import { snapshotWhenDue } from "#actors/host/stream-state.ts"
import { toCommandFailure } from "#actors/order/order-actors.ts"
import type { Restaurant } from "#actors/tenant/restaurant.ts"
import { Restaurants } from "#actors/tenant/restaurants.ts"
import type { Answer, Command, CommandFailure } from "#core/hub/gate.ts"
import { PrinterWire } from "#core/hub/printing.ts"
import { type Scope, systemScope } from "#core/hub/scope.ts"
import type { Cid, EpochMs, PrinterId } from "#core/kitchen/ids.ts"
import { isoOf } from "#core/kitchen/instant.ts"
import type { Printer } from "#core/kitchen/menu.ts"
import type { PrinterCommand } from "#core/kitchen/printer-command.ts"
import { type DueAttempt, nextDeadline, type PrinterQueue } from "#core/kitchen/printer-queue.ts"
import { EventLog } from "#core/log/event-log.ts"
import { dueJobs } from "./due-jobs.ts"
import { heldAcks } from "./held-acks.ts"
import { paperCompanion } from "./paper-companion.ts"
import {
  makePrinterHost,
  type PrinterAnswer,
  type PrinterStep,
  printerStream,
} from "./printer-actor.ts"
import { isPrinterOp, jobViewOf, type PrinterRequest, printerRequest } from "./printer-request.ts"

/** Everything that ends on paper: what people and devices ask of printers, and what orders make them print. */
export class Printing extends Context.Service<
  Printing,
  {
    readonly understands: (op: string) => boolean
    readonly run: (
      scope: Scope,
      restaurant: Restaurant,
      command: Command,
    ) => Effect.Effect<Answer, CommandFailure>
  }
>()("heard/Printing") {}

/** Until the database answers again; the order is stored already, so its paper must come. */
const untilStored = Schedule.min([Schedule.exponential("100 millis"), Schedule.spaced("5 seconds")])

const keyOf = ({ tenantId }: Restaurant, { id }: Printer): string => `${tenantId}/${id}`

export const printingLayer: Layer.Layer<Printing, never, Restaurants | EventLog | PrinterWire> =
  Layer.effect(
    Printing,
    Effect.gen(function* () {
      const restaurants = yield* Restaurants
      const log = yield* EventLog
      const wire = yield* PrinterWire
      const clock = yield* Clock.Clock
      const host = yield* makePrinterHost
      const fork = yield* FiberSet.makeRuntime<never, void, never>()
      const alarms = yield* FiberMap.make<string, void, never>()
      const acks = heldAcks<PrinterAnswer, CommandFailure>()
      const setAlarm = yield* FiberMap.runtime(alarms)<never>()

      const ask = (
        scope: Scope,
        restaurant: Restaurant,
        printer: Printer,
        request: {
          readonly cid: Cid
          readonly fingerprint: string
          readonly remember: boolean
          readonly command: PrinterCommand
          readonly said?: ReadonlyArray<PrinterCommand>
        },
      ): Effect.Effect<PrinterAnswer, CommandFailure> =>
        host.ask({ scope, id: printer.id }, { restaurant, ...request }).pipe(
          Effect.provideService(EventLog, log),
          Effect.mapError(toCommandFailure),
          Effect.tap((answer) =>
            Effect.sync(() => {
              if (answer.due !== undefined) fork(handOver(scope, printer, answer.due))
              lookAgain(restaurant, printer, nextDeadline(answer.queue))
            }),
          ),
        )

      /** What a device says keeps its order: an ack that waits is noted ahead of whatever the device says next. */
      const note = (scope: Scope, restaurant: Restaurant, request: PrinterRequest) => {
        const { command, printer } = request
        if (command.op !== "report") return ask(scope, restaurant, printer, request)
        const key = keyOf(restaurant, printer)
        return command.report.report === "ack" && command.report.waits !== true
          ? acks.hold(key, command, ask(scope, restaurant, printer, request))
          : acks.before(key, (said) => ask(scope, restaurant, printer, { ...request, said }))
      }

      /** A wire that is down is no answer of the device: the queue's own deadline sends the same job again. */
      const handOver = (scope: Scope, printer: Printer, { job, attempt, seq }: DueAttempt) =>
        wire
          .send(scope, printer, {
            job: job.id,
            attempt,
            seq,
            kind: job.kind,
            chit: job.chit,
            notAfter: isoOf(job.notAfter),
            station: job.chit.station,
            ...(job.number === undefined ? {} : { order: job.number }),
            ...(job.copyOf === undefined ? {} : { copyOf: job.copyOf }),
            ...(job.mayBeOut === true ? { mayBeOut: true as const } : {}),
          })
          .pipe(Effect.ignore)

      /** Bytes are made while the database writes, not after. Twice later: first the append is on its way. */
      const prepare = (printer: Printer, { job }: DueAttempt): void => {
        fork(
          Effect.yieldNow.pipe(
            Effect.andThen(Effect.yieldNow),
            Effect.andThen(Effect.sync(() => wire.prepare?.(printer, job.chit))),
          ),
        )
      }

      const stored = (
        restaurant: Restaurant,
        printer: Printer,
        before: PrinterQueue,
        { next, due }: PrinterStep,
      ): void => {
        const scope = systemScope(restaurant.tenantId)
        if (due !== undefined) fork(handOver(scope, printer, due))
        lookAgain(restaurant, printer, nextDeadline(next))
        fork(
          snapshotWhenDue(
            scope,
            printerStream(printer.id),
            before.version,
            next.version,
            next,
          ).pipe(Effect.provideService(EventLog, log)),
        )
      }

      const tick = (restaurant: Restaurant, printer: Printer): Effect.Effect<void> => {
        const cid = uuid() as Cid
        return ask(systemScope(restaurant.tenantId), restaurant, printer, {
          cid,
          fingerprint: cid,
          remember: false,
          command: { op: "tick" },
        }).pipe(Effect.retry({ schedule: untilStored }), Effect.ignore)
      }

      /** One alarm a printer, for the next instant at which its queue wants to be looked at. */
      const lookAgain = (
        restaurant: Restaurant,
        printer: Printer,
        at: EpochMs | undefined,
      ): void => {
        if (at === undefined) return
        setAlarm(
          keyOf(restaurant, printer),
          Effect.sleep(Math.max(1, at - clock.currentTimeMillisUnsafe())).pipe(
            Effect.andThen(Effect.sync(() => fork(tick(restaurant, printer)))),
            Effect.asVoid,
          ),
        )
      }

      restaurants.onWake((restaurant) => {
        /** Printers with a job that may be stored and that nobody handed over: looked after when the fold shows it. */
        const unsure = new Set<PrinterId>()
        restaurant.follow({
          companion: paperCompanion({
            restaurant,
            claim: host.claim,
            now: () => clock.currentTimeMillisUnsafe(),
            onDue: prepare,
            onStored: (printer, before, step) => stored(restaurant, printer, before, step),
            onUnsure: (printer) => {
              unsure.add(printer.id)
              // It may have come by already.
              const queue = restaurant.printers.get(printer.id)
              if (queue !== undefined) lookAgain(restaurant, printer, nextDeadline(queue))
            },
          }),
          onPrinter: (id, queue) => {
            if (!unsure.delete(id)) return
            const printer = restaurant.setup.printers.find((known) => known.id === id)
            if (printer !== undefined) lookAgain(restaurant, printer, nextDeadline(queue))
          },
          onOrder: (step) => {
            for (const { printer, job } of dueJobs(restaurant, step)) {
              if (step.queued.has(job.id)) continue
              const settled = restaurant.owe()
              fork(
                ask(systemScope(restaurant.tenantId), restaurant, printer, {
                  cid: job.id as string as Cid,
                  fingerprint: job.id,
                  remember: false,
                  command: { op: "enqueue", job },
                }).pipe(
                  Effect.retry({
                    schedule: untilStored,
                    while: (failure) => failure._tag !== "Refused",
                  }),
                  Effect.catchTag("Refused", ({ code, detail }) =>
                    Effect.logError("A chit cannot be queued", {
                      printer: printer.name,
                      code,
                      detail,
                    }),
                  ),
                  Effect.ensuring(Effect.sync(settled)),
                  Effect.ignore,
                ),
              )
            }
          },
        })
        return () => {
          for (const printer of restaurant.setup.printers)
            if ((restaurant.printers.get(printer.id)?.jobs.length ?? 0) > 0)
              fork(tick(restaurant, printer))
        }
      })

      return {
        understands: isPrinterOp,
        run: (scope, restaurant, command) =>
          Effect.gen(function* () {
            const request = yield* Effect.fromResult(
              printerRequest(
                scope,
                restaurant,
                command,
                clock.currentTimeMillisUnsafe() as EpochMs,
              ),
            )
            const { queue, repeated } = yield* note(scope, restaurant, request)
            return { repeated, ...jobViewOf(request, queue) }
          }),
      }
    }),
  )
