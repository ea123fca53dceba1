import type { PrinterEvent } from "#core/kitchen/printer-queue.ts"
import type { RecordedEvent } from "#core/log/event-log.ts"
import { currentPayload } from "#core/log/upcast.ts"

const noJobs: ReadonlySet<string> = new Set()

/** The print jobs that stand behind an order's events in the same append. */
export const queuedAlongside = (
  events: ReadonlyArray<RecordedEvent>,
  from: number,
): ReadonlySet<string> => {
  const cid = events[from - 1]?.cid
  let queued: Set<string> | undefined
  for (let n = from; events[n]?.cid === cid; n += 1) {
    const event = currentPayload(events[n] as RecordedEvent) as PrinterEvent
    if (event.type === "JobQueued") queued = (queued ?? new Set()).add(event.job.id)
  }
  return queued ?? noJobs
}
