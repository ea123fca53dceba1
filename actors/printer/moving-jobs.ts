import { Effect } from "effect"
import { v7 as uuid } from "uuid"
import { untilStored } from "#actors/host/until-stored.ts"
import type { Restaurant } from "#actors/tenant/restaurant.ts"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { Cid } from "#core/kitchen/ids.ts"
import { isLost } from "#core/kitchen/job-move.ts"
import type { Printer } from "#core/kitchen/menu.ts"
import type { PrinterCommand } from "#core/kitchen/printer-command.ts"
import type { MovingJob, PrinterQueue } from "#core/kitchen/printer-queue.ts"
import type { PrinterAnswer } from "./printer-actor.ts"

/** Asks a printer's actor in the hub's own name. */
export type AskPrinter = (
  restaurant: Restaurant,
  printer: Printer,
  command: PrinterCommand,
  cid: Cid,
) => Effect.Effect<PrinterAnswer, CommandFailure>

/**
 * Brings what left a printer to its neighbours, in order: the neighbour takes the job, then the printer forgets it. Both
 * know a repeat, so that it may be begun anew at any point, after a crash too.
 */
export const makeMovingJobs = (
  ask: AskPrinter,
  fork: (effect: Effect.Effect<void>) => void,
): { readonly drive: (restaurant: Restaurant, printer: Printer, queue: PrinterQueue) => void } => {
  /** Printers whose jobs are on their way; true: more left meanwhile. */
  const driven = new Map<string, boolean>()

  const stored = (restaurant: Restaurant, printer: Printer, command: PrinterCommand, cid?: Cid) =>
    ask(restaurant, printer, command, cid ?? (uuid() as Cid)).pipe(
      Effect.retry({ schedule: untilStored, while: ({ _tag }) => _tag !== "Refused" }),
    )

  const move = (restaurant: Restaurant, printer: Printer, moving: MovingJob) =>
    Effect.gen(function* () {
      const { from, to, job } = moving
      const neighbour = restaurant.setup.printers.find(({ id }) => id === to)
      const cause =
        neighbour === undefined || isLost(moving, restaurant.setup.printers)
          ? "backup_gone"
          : yield* stored(
              restaurant,
              neighbour,
              { op: "enqueue", job },
              job.id as string as Cid,
            ).pipe(
              Effect.as(undefined),
              Effect.catchTag("Refused", ({ code }) => Effect.succeed(code.toLowerCase())),
            )
      return yield* stored(
        restaurant,
        printer,
        cause === undefined
          ? { op: "moveSettled", job: from }
          : { op: "moveFailed", job: from, cause },
      )
    })

  return {
    drive: (restaurant, printer, queue) => {
      if (queue.moving === undefined) return
      const key = `${restaurant.tenantId}/${printer.id}`
      if (driven.has(key)) {
        driven.set(key, true)
        return
      }
      driven.set(key, false)
      let moving = queue.moving
      const next: Effect.Effect<boolean, CommandFailure> = Effect.suspend(() => {
        const [first] = moving
        if (first === undefined) {
          if (driven.get(key) !== true) {
            driven.delete(key)
            return Effect.succeed(false)
          }
          driven.set(key, false)
        }
        return Effect.map(
          first === undefined
            ? stored(restaurant, printer, { op: "tick" })
            : move(restaurant, printer, first),
          (answer) => {
            moving = answer.queue.moving ?? []
            return true
          },
        )
      })
      fork(
        next.pipe(
          Effect.repeat({ while: (more) => more }),
          Effect.ensuring(Effect.sync(() => driven.delete(key))),
          Effect.ignore,
        ),
      )
    },
  }
}
