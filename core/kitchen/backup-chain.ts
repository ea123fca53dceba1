import type { EpochMs, PrinterId } from "./ids.ts"
import type { Printer } from "./menu.ts"
import { maxWaiting, type PrinterQueue } from "./printer-queue.ts"
import { isHealthy } from "./printer-trouble.ts"

/**
 * How long a printer that has just come back takes nothing over from one that is still gone, in milliseconds. When the
 * network was out all of them are back within seconds, and the first would print everything that waited for the others.
 */
export const returningMs = 5_000

type Queues = ReadonlyMap<PrinterId, PrinterQueue>

/**
 * Who prints instead of a printer: the first of its backups that can, else the first of theirs, and so on. Printers may be
 * each other's backup; each is looked at once.
 *
 * @param visited printers that had the job already: it never comes back to one
 * @param at now; absent: whoever can, though it has only just come back
 */
export const backupOf = (
  printer: Printer,
  printers: ReadonlyArray<Printer>,
  queues: Queues,
  visited: ReadonlyArray<PrinterId> = [],
  at?: EpochMs,
): Printer | undefined => {
  const waits = (id: PrinterId) =>
    at !== undefined && isGone(queues.get(printer.id)) && at < returnedAt(queues.get(id))
  const seen = new Set<PrinterId>([printer.id])
  const next = [...(printer.backups ?? [])]
  for (let n = 0; n < next.length; n += 1) {
    const id = next[n] as PrinterId
    if (seen.has(id)) continue
    seen.add(id)
    const backup = printers.find((known) => known.id === id)
    if (backup === undefined) continue
    if (!visited.includes(id) && takesOver(backup, queues.get(id)) && !waits(id)) return backup
    next.push(...(backup.backups ?? []))
  }
  return undefined
}

/** When the next printer that has just come back may take over from this one; absent: none is waited for. */
export const nextReturn = (printer: Printer, queues: Queues, at: EpochMs): EpochMs | undefined => {
  if (!isGone(queues.get(printer.id))) return undefined
  const ends = Array.from(queues.values(), returnedAt).filter((end) => end > at)
  return ends.length === 0 ? undefined : (Math.min(...ends) as EpochMs)
}

const isGone = (queue: PrinterQueue | undefined): boolean =>
  queue?.device !== undefined && queue.device.state !== "ready"

/** From when on nobody doubts that it is back; of one that never was away: always. */
const returnedAt = (queue: PrinterQueue | undefined): number =>
  (queue?.device?.backAt ?? Number.NEGATIVE_INFINITY) + returningMs

const takesOver = (printer: Printer, queue: PrinterQueue | undefined): boolean =>
  printer.enabled && isHealthy(queue) && (queue?.jobs.length ?? 0) < maxWaiting

/** Somebody takes over for it, on paper or on a screen. */
export const hasBackup = ({ backups = [], backupScreens = [] }: Printer): boolean =>
  backups.length > 0 || backupScreens.length > 0

/** Absent in the printer's settings: one second. */
export const backupAfterMs = ({ backupAfterSeconds = 1 }: Printer): number =>
  backupAfterSeconds * 1000
