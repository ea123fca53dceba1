import type { PrinterId } from "./ids.ts"
import type { Printer } from "./menu.ts"
import { maxWaiting, type PrinterQueue } from "./printer-queue.ts"
import { isHealthy } from "./printer-trouble.ts"

/**
 * Who prints instead of a printer: the first of its backups that can, else the first of theirs, and so on. Printers may be
 * each other's backup; each is looked at once.
 *
 * @param visited printers that had the job already: it never comes back to one
 */
export const backupOf = (
  printer: Printer,
  printers: ReadonlyArray<Printer>,
  queues: ReadonlyMap<PrinterId, PrinterQueue>,
  visited: ReadonlyArray<PrinterId> = [],
): Printer | undefined => {
  const seen = new Set<PrinterId>([printer.id])
  const next = [...(printer.backups ?? [])]
  for (let n = 0; n < next.length; n += 1) {
    const id = next[n] as PrinterId
    if (seen.has(id)) continue
    seen.add(id)
    const backup = printers.find((known) => known.id === id)
    if (backup === undefined) continue
    if (!visited.includes(id) && takesOver(backup, queues.get(id))) return backup
    next.push(...(backup.backups ?? []))
  }
  return undefined
}

const takesOver = (printer: Printer, queue: PrinterQueue | undefined): boolean =>
  printer.enabled && isHealthy(queue) && (queue?.jobs.length ?? 0) < maxWaiting

/** Somebody takes over for it, on paper or on a screen. */
export const hasBackup = ({ backups = [], backupScreens = [] }: Printer): boolean =>
  backups.length > 0 || backupScreens.length > 0

/** Absent in the printer's settings: one second. */
export const backupAfterMs = ({ backupAfterSeconds = 1 }: Printer): number =>
  backupAfterSeconds * 1000
