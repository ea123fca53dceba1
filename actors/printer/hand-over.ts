import { Effect } from "effect"
import { v7 as uuid } from "uuid"
import type { Restaurant } from "#actors/tenant/restaurant.ts"
import type { PrinterWire } from "#core/hub/printing.ts"
import { systemScope } from "#core/hub/scope.ts"
import type { Cid } from "#core/kitchen/ids.ts"
import { isoOf } from "#core/kitchen/instant.ts"
import type { Printer } from "#core/kitchen/menu.ts"
import { type DueAttempt, notTaken } from "#core/kitchen/printer-queue.ts"
import type { AskPrinter } from "./moving-jobs.ts"

/** What no attempt will bring through. */
const tooLarge = "too_large"

/**
 * A wire that is down is no answer of the device, but its own: nothing left the hub, so that the job may go another way.
 * When it broke before it said so, the queue's own deadline sends the same job again.
 */
export const handOver = (
  wire: PrinterWire["Service"],
  tell: AskPrinter,
  restaurant: Restaurant,
  printer: Printer,
  { job, attempt, seq }: DueAttempt,
): Effect.Effect<void> =>
  wire
    .send(systemScope(restaurant.tenantId), printer, {
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
    .pipe(
      Effect.catchTag("WireDown", ({ reason, unsure }) => {
        const cause = reason === tooLarge ? tooLarge : notTaken
        const command = { op: "notTaken" as const, job: job.id, attempt, cause }
        return unsure === true ? Effect.void : tell(restaurant, printer, command, uuid() as Cid)
      }),
      Effect.ignore,
    )
