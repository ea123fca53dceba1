import type { EpochMs } from "./ids.ts"
import type { PrinterQueue, Trouble } from "./printer-queue.ts"

/** The queue with its trouble as it now stands. One trouble lasts until nothing is wrong any more, whatever its causes. */
export const withTrouble = (queue: PrinterQueue, at: EpochMs): PrinterQueue => {
  const before = queue.trouble
  const cause = causeOf(queue, before)
  if (cause === undefined) {
    if (before === undefined) return queue
    const { trouble: _, ...rest } = queue
    return rest
  }
  const { status } = queue
  const trouble: Trouble = {
    cause,
    ...(cause === "error" && status?.error != null ? { detail: status.error } : {}),
    since: before?.since ?? at,
    ...(before?.handedOn === true ? { handedOn: true } : {}),
  }
  return { ...queue, trouble }
}

const causeOf = (queue: PrinterQueue, before: Trouble | undefined): string | undefined => {
  const { device, status } = queue
  const [first] = queue.jobs
  // A printer that was only just set up is nobody's trouble until it should print.
  if (device === undefined)
    return first !== undefined || before?.cause === neverSeen ? neverSeen : undefined
  if (device.state === "lost" && device.sought === true) return "never_reached"
  if (device.state !== "ready") return device.state
  if (status?.paper === "out") return "paper_out"
  if (status?.cover === true) return "cover_open"
  if (status?.error != null) return "error"
  if (status?.online === false) return "offline"
  if (queue.silent !== undefined) return "silent"
  // While a refused job is being tried again the printer has not printed yet either.
  return first?.cause
}

const neverSeen = "never_seen"

/** Prints now: it is there and nothing is wrong. What was never seen is not trusted with a neighbour's work. */
export const isHealthy = (queue: PrinterQueue | undefined): boolean =>
  queue?.device?.state === "ready" && queue.trouble === undefined

/** Since when nobody can expect a word from the device; absent while one may come. */
export const speechlessSince = (queue: PrinterQueue): EpochMs | undefined =>
  queue.device === undefined || queue.device.state !== "ready"
    ? (queue.device?.since ?? queue.trouble?.since)
    : queue.silent
