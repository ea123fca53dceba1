import type { Restaurant } from "#actors/tenant/restaurant.ts"
import type { PrinterId } from "#core/kitchen/ids.ts"
import type { Printer } from "#core/kitchen/menu.ts"

/**
 * Sees that nothing waits at a printer that was deleted, also what was queued in the same instant. A restaurant that has
 * switched printing off names no printers either: that deletes none, and what is under way is finished.
 *
 * @param inUse whether the restaurant prints at all
 * @param clear end what waits at this printer
 */
export const watchRemoved = (
  restaurant: Restaurant,
  inUse: () => boolean,
  clear: (printer: Printer) => void,
) => {
  const named = () => new Map(restaurant.setup.printers.map((printer) => [printer.id, printer]))
  let known = named()
  const removed = new Map<PrinterId, Printer>()
  const look = (id: PrinterId): void => {
    const printer = removed.get(id)
    const waiting = restaurant.printers.get(id)?.jobs.length ?? 0
    if (printer !== undefined && waiting > 0) clear(printer)
  }
  return {
    onPrinter: look,
    onSetup: (): void => {
      if (!inUse()) return
      const now = named()
      for (const [id, printer] of known) if (!now.has(id)) removed.set(id, printer)
      for (const id of now.keys()) removed.delete(id)
      known = now
      for (const id of removed.keys()) look(id)
    },
  }
}
