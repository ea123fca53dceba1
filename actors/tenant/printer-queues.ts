import { Effect } from "effect"
import { foldStream } from "#actors/host/stream-state.ts"
import { systemScope } from "#core/hub/scope.ts"
import type { Printer } from "#core/kitchen/menu.ts"
import { evolvePrinter } from "#core/kitchen/printer-evolve.ts"
import { idlePrinter, type PrinterEvent, type PrinterQueue } from "#core/kitchen/printer-queue.ts"
import { EventLog, type LogUnavailable } from "#core/log/event-log.ts"
import type { Restaurant } from "./restaurant.ts"

/** Reads the queues of those printers that the restaurant in memory does not know yet. */
export const foldQueues = (
  restaurant: Restaurant,
  printers: ReadonlyArray<Printer>,
  log: EventLog["Service"],
): Effect.Effect<void, LogUnavailable> =>
  Effect.forEach(
    printers.filter(({ id }) => !restaurant.printers.has(id)),
    ({ id }) =>
      foldStream<PrinterQueue, PrinterEvent>(
        systemScope(restaurant.tenantId),
        `printer/${id}`,
        idlePrinter,
        evolvePrinter,
      ).pipe(
        Effect.provideService(EventLog, log),
        Effect.map((queue) => restaurant.printers.set(id, queue)),
      ),
    { discard: true },
  )
