import { Effect, Layer } from "effect"
import type { EpochMs } from "#core/kitchen/ids.ts"
import type { PrinterEvent } from "#core/kitchen/printer-queue.ts"
import { EventLog } from "#core/log/event-log.ts"
import { toNewEvent } from "#core/log/upcast.ts"
import { memoryEventLog } from "./memory-event-log.ts"
import { acme, cid, grillPrinter } from "./memory-kitchen.ts"

const there: PrinterEvent = {
  type: "PrinterStateSeen",
  at: 0 as EpochMs,
  state: "ready",
  boot: 1,
}

/** A log in memory in which the device of the grill's printer has said that it is there. */
export const logWithPrinter = Layer.effectDiscard(
  EventLog.use((log) =>
    log.append(acme, {
      cid: cid(499_999),
      fingerprint: "there",
      reply: {},
      streams: [
        {
          stream: `printer/${grillPrinter.id}`,
          expected: 0,
          events: [toNewEvent(there)],
        },
      ],
    }),
  ).pipe(Effect.orDie),
).pipe(Layer.provideMerge(memoryEventLog))
