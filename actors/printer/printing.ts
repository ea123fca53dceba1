import { Clock, Context, Effect, FiberMap, FiberSet, Layer } from "effect"
import { v7 as uuid } from "uuid"
import { snapshotWhenDue } from "#actors/host/stream-state.ts"
import { untilStored } from "#actors/host/until-stored.ts"
import { toCommandFailure } from "#actors/order/order-actors.ts"
import type { Restaurant } from "#actors/tenant/restaurant.ts"
import { Restaurants } from "#actors/tenant/restaurants.ts"
import type { Answer, Command, CommandFailure } from "#core/hub/gate.ts"
import { PrinterWire } from "#core/hub/printing.ts"
import { type Scope, systemScope } from "#core/hub/scope.ts"
import type { Cid, EpochMs, PrinterId } from "#core/kitchen/ids.ts"
import { copiesElsewhere } from "#core/kitchen/job-copy.ts"
import type { Printer } from "#core/kitchen/menu.ts"
import type { NewJob } from "#core/kitchen/print-job.ts"
import type { PrinterCommand } from "#core/kitchen/printer-command.ts"
import {
  type DueAttempt,
  jobOf,
  type PrinterEvent,
  type PrinterQueue,
} from "#core/kitchen/printer-queue.ts"
import { nextDeadline, type PrinterStep } from "#core/kitchen/printer-step.ts"
import { EventLog } from "#core/log/event-log.ts"
import { PluginStates } from "#core/plugins/plugin-states.ts"
import { dueJobs } from "./due-jobs.ts"
import { handOver } from "./hand-over.ts"
import { heldAcks } from "./held-acks.ts"
import { type AskPrinter, makeMovingJobs } from "./moving-jobs.ts"
import { isUnfinished, watchNeighbours } from "./neighbours.ts"
import { paperCompanion } from "./paper-companion.ts"
import { makePrinterHost, type PrinterAnswer, printerStream } from "./printer-actor.ts"
import { contextOf } from "./printer-context.ts"
import { isPrinterOp, jobViewOf, type PrinterRequest, printerRequest } from "./printer-request.ts"
import { watchRemoved } from "./removed-printers.ts"

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
    /** A paper that follows from something stored: once for each id, however often it is asked for. */
    readonly enqueue: (restaurant: Restaurant, printer: Printer, job: NewJob) => Effect.Effect<void>
  }
>()("heard/Printing") {}

/** Nobody outside asked, so only what happens is remembered. */
const bare = (command: PrinterCommand, cid: Cid) => ({
  cid,
  fingerprint: cid,
  remember: false,
  command,
})

const keyOf = ({ tenantId }: Restaurant, { id }: Printer): string => `${tenantId}/${id}`

export const printingLayer: Layer.Layer<
  Printing,
  never,
  Restaurants | EventLog | PrinterWire | PluginStates
> = Layer.effect(
  Printing,
  Effect.gen(function* () {
    const restaurants = yield* Restaurants
    const states = yield* PluginStates
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
      host.ask({ scope, id: printer.id }, { restaurant, printer, ...request }).pipe(
        Effect.provideService(EventLog, log),
        Effect.mapError(toCommandFailure),
        Effect.tap((answer) => Effect.sync(() => follow(restaurant, printer, answer))),
      )

    /** In the hub's own name. */
    const tell: AskPrinter = (restaurant, printer, command, cid) =>
      ask(systemScope(restaurant.tenantId), restaurant, printer, bare(command, cid))

    const moving = makeMovingJobs(tell, fork)

    /** What follows from what is stored now. */
    const follow = (
      restaurant: Restaurant,
      printer: Printer,
      { queue, due, lookAt, events }: Omit<PrinterAnswer, "repeated">,
    ): void => {
      if (due !== undefined) fork(handOver(wire, tell, restaurant, printer, due))
      lookAgain(restaurant, printer, lookAt)
      moving.drive(restaurant, printer, queue)
      for (const event of events) withdrawCopies(restaurant, queue, event)
    }

    /** On paper after all: its copy at a neighbour is not wanted any more. Too late, it carries its banner. */
    const withdrawCopies = (
      restaurant: Restaurant,
      queue: PrinterQueue,
      event: PrinterEvent,
    ): void => {
      const job = event.type === "JobPrinted" ? jobOf(queue, event.job) : undefined
      if (job === undefined) return
      for (const { movedTo } of copiesElsewhere(queue, job)) {
        const printer = restaurant.setup.printers.find(({ id }) => id === movedTo?.printerId)
        if (printer === undefined || movedTo === undefined) continue
        const command = { op: "withdraw", job: movedTo.jobId } as const
        fork(Effect.ignore(tell(restaurant, printer, command, uuid() as Cid)))
      }
    }

    /** What a device says keeps its order: an ack that waits is noted ahead of whatever the device says next. */
    const note = (scope: Scope, restaurant: Restaurant, request: PrinterRequest) => {
      const { command, printer } = request
      if (command.op !== "report") return ask(scope, restaurant, printer, request)
      const key = keyOf(restaurant, printer)
      return command.report.report === "ack" && command.report.waits !== true
        ? acks.hold(key, command, ask(scope, restaurant, printer, request))
        : acks.before(key, (said) =>
            Effect.tap(ask(scope, restaurant, printer, { ...request, said }), ({ repeated }) =>
              alone(scope, restaurant, printer, repeated ? said : []),
            ),
          )
    }

    /** What came with a word that was known already was not noted with it. */
    const alone = (
      scope: Scope,
      restaurant: Restaurant,
      printer: Printer,
      said: ReadonlyArray<PrinterCommand>,
    ) =>
      Effect.forEach(
        said,
        (command) => ask(scope, restaurant, printer, bare(command, uuid() as Cid)),
        { discard: true },
      )

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
      { next, due, events }: PrinterStep,
    ): void => {
      const scope = systemScope(restaurant.tenantId)
      const lookAt = deadline(restaurant, printer, next)
      follow(restaurant, printer, {
        ...{ queue: next, events },
        ...(due === undefined ? {} : { due }),
        ...(lookAt === undefined ? {} : { lookAt }),
      })
      fork(
        snapshotWhenDue(scope, printerStream(printer.id), before.version, next.version, next).pipe(
          Effect.provideService(EventLog, log),
        ),
      )
    }

    const tick = (
      restaurant: Restaurant,
      printer: Printer,
      op: "tick" | "removed" = "tick",
    ): Effect.Effect<void> =>
      tell(restaurant, printer, { op }, uuid() as Cid).pipe(
        Effect.retry({ schedule: untilStored }),
        Effect.ignore,
      )

    const deadline = (restaurant: Restaurant, printer: Printer, queue: PrinterQueue) =>
      nextDeadline(
        queue,
        contextOf(restaurant, printer, clock.currentTimeMillisUnsafe() as EpochMs),
      )

    /** One alarm a printer, for the next instant at which its queue wants to be looked at. */
    const lookAgain = (restaurant: Restaurant, printer: Printer, at: EpochMs | undefined): void => {
      if (at === undefined) return
      setAlarm(
        keyOf(restaurant, printer),
        Effect.sleep(Math.max(1, at - clock.currentTimeMillisUnsafe())).pipe(
          Effect.andThen(Effect.sync(() => fork(tick(restaurant, printer)))),
          Effect.asVoid,
        ),
      )
    }

    const enqueue = (restaurant: Restaurant, printer: Printer, job: NewJob) =>
      tell(restaurant, printer, { op: "enqueue", job }, job.id as string as Cid).pipe(
        Effect.retry({ schedule: untilStored, while: (failure) => failure._tag !== "Refused" }),
        Effect.catchTag("Refused", ({ code, detail }) =>
          Effect.logError("A chit cannot be queued", { printer: printer.name, code, detail }),
        ),
        Effect.ignore,
      )

    restaurants.onWake((restaurant) => {
      /** Printers with a job that may be stored and that nobody handed over: looked after when the fold shows it. */
      const unsure = new Set<PrinterId>()
      const neighbours = watchNeighbours(restaurant, (printer) => fork(tick(restaurant, printer)))
      const removed = watchRemoved(
        restaurant,
        () => states.enabled(restaurant.tenantId, "printer"),
        // Whoever watches what was deleted hears that first.
        (printer) => fork(Effect.andThen(Effect.yieldNow, tick(restaurant, printer, "removed"))),
      )
      restaurant.follow({
        onSetup: () => {
          removed.onSetup()
          neighbours.onSetup()
        },
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
            if (queue !== undefined)
              lookAgain(restaurant, printer, deadline(restaurant, printer, queue))
          },
        }),
        onPrinter: (id, queue) => {
          neighbours.onPrinter(id, queue)
          removed.onPrinter(id)
          if (!unsure.delete(id)) return
          const printer = restaurant.setup.printers.find((known) => known.id === id)
          if (printer === undefined) return
          lookAgain(restaurant, printer, deadline(restaurant, printer, queue))
          moving.drive(restaurant, printer, queue)
        },
        onOrder: (step) => {
          for (const { printer, job } of dueJobs(restaurant, step)) {
            if (step.queued.has(job.id)) continue
            const settled = restaurant.owe()
            fork(enqueue(restaurant, printer, job).pipe(Effect.ensuring(Effect.sync(settled))))
          }
        },
      })
      return () => {
        for (const printer of restaurant.setup.printers) {
          const queue = restaurant.printers.get(printer.id)
          if (queue !== undefined && isUnfinished(queue)) fork(tick(restaurant, printer))
        }
      }
    })

    return {
      understands: isPrinterOp,
      enqueue,
      run: (scope, restaurant, command) =>
        Effect.gen(function* () {
          const request = yield* printerRequest(
            log,
            scope,
            restaurant,
            command,
            clock.currentTimeMillisUnsafe() as EpochMs,
          )
          const { queue, repeated } = yield* note(scope, restaurant, request)
          return { repeated, ...jobViewOf(request, queue) }
        }),
    }
  }),
)
