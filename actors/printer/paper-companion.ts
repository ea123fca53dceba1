import { Result } from "effect"
import type { ActorHost, Claim } from "#actors/host/actor-host.ts"
import type { Companion, DecidedStep, Restaurant } from "#actors/tenant/restaurant.ts"
import { systemScope } from "#core/hub/scope.ts"
import type { EpochMs, PrinterId } from "#core/kitchen/ids.ts"
import type { Printer } from "#core/kitchen/menu.ts"
import type { NewJob } from "#core/kitchen/print-job.ts"
import type { DueAttempt, PrinterQueue } from "#core/kitchen/printer-queue.ts"
import { type PrinterStep, printerStep } from "#core/kitchen/printer-step.ts"
import { toNewEvent } from "#core/log/upcast.ts"
import { dueJobs } from "./due-jobs.ts"
import { printerStream } from "./printer-actor.ts"
import { contextOf } from "./printer-context.ts"

interface Riding {
  readonly printer: Printer
  readonly before: PrinterQueue
  readonly step: PrinterStep
  readonly leave: (next: PrinterQueue | undefined) => void
}

/**
 * The paper of an order, queued and handed over in the order's own append: one commit less until it is printed. Only by
 * printers that nothing else happens to at this moment, since an append names a stream once; with any other the order
 * does not wait, and its paper is queued when it is stored.
 */
export const paperCompanion =
  (deps: {
    readonly restaurant: Restaurant
    readonly claim: ActorHost<PrinterQueue, unknown, unknown, unknown, unknown>["claim"]
    readonly now: () => number
    /** A job that will be handed over as soon as it is stored. */
    readonly onDue: (printer: Printer, due: DueAttempt) => void
    readonly onStored: (printer: Printer, before: PrinterQueue, step: PrinterStep) => void
    /** Nobody knows whether it was stored; what is stored comes by in the fold. */
    readonly onUnsure: (printer: Printer) => void
  }) =>
  (decided: DecidedStep): Companion | undefined => {
    const { restaurant, now } = deps
    const scope = systemScope(restaurant.tenantId)

    const claims: Array<Claim<PrinterQueue>> = []
    const ride = (printer: Printer, jobs: ReadonlyArray<NewJob>): Riding | undefined => {
      const known = restaurant.printers.get(printer.id)
      const claim = deps.claim({ scope, id: printer.id }, known)
      if (claim === undefined) return undefined
      claims.push(claim)
      const { state: before, leave } = claim
      const commands = jobs.map((job) => ({ op: "enqueue" as const, job }))
      const step = printerStep(before, commands, contextOf(restaurant, printer, now() as EpochMs))
      if (Result.isSuccess(step) && step.success.events.length > 0)
        return { printer, before, step: step.success, leave }
      leave(before)
      return undefined
    }

    const byPrinter = new Map<PrinterId, { readonly printer: Printer; readonly jobs: NewJob[] }>()
    for (const { printer, job } of dueJobs(restaurant, decided)) {
      const same = byPrinter.get(printer.id)
      if (same === undefined) byPrinter.set(printer.id, { printer, jobs: [job] })
      else same.jobs.push(job)
    }
    let riding: ReadonlyArray<Riding>
    try {
      riding = Array.from(byPrinter.values(), ({ printer, jobs }) => ride(printer, jobs)).filter(
        (one) => one !== undefined,
      )
    } catch (bug) {
      // No printer waits for an append that never comes.
      for (const { leave } of claims) leave(undefined)
      throw bug
    }
    if (riding.length === 0) return undefined
    for (const { printer, step } of riding)
      if (step.due !== undefined) deps.onDue(printer, step.due)
    return {
      streams: riding.map(({ printer, before, step }) => ({
        stream: printerStream(printer.id),
        expected: before.version,
        events: step.events.map(toNewEvent),
        after: step.next,
      })),
      settle: (stored) => {
        for (const { printer, before, step, leave } of riding) {
          leave(stored ? step.next : undefined)
          if (stored) deps.onStored(printer, before, step)
          else deps.onUnsure(printer)
        }
      },
    }
  }
