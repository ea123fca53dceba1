import type { Restaurant } from "#actors/tenant/restaurant.ts"
import type { PrinterId } from "#core/kitchen/ids.ts"
import type { Printer } from "#core/kitchen/menu.ts"
import type { PrinterQueue } from "#core/kitchen/printer-queue.ts"
import { isHealthy } from "#core/kitchen/printer-trouble.ts"

/**
 * Jobs that found no neighbour wait for one that gets well: whoever is in trouble then looks again, and everybody does
 * when printers change. Between two such moments nobody is looked at.
 *
 * @param look at this printer's queue again
 */
export const watchNeighbours = (restaurant: Restaurant, look: (printer: Printer) => void) => {
  const well = new Set<PrinterId>()
  const lookAt = (wanted: (queue: PrinterQueue) => boolean) => {
    for (const printer of restaurant.setup.printers) {
      const queue = restaurant.printers.get(printer.id)
      if (queue !== undefined && wanted(queue)) look(printer)
    }
  }
  return {
    onPrinter: (id: PrinterId, queue: PrinterQueue): void => {
      const healthy = isHealthy(queue)
      if (healthy === well.has(id)) return
      if (!healthy) {
        well.delete(id)
        return
      }
      well.add(id)
      lookAt(({ trouble, jobs }) => trouble !== undefined && jobs.length > 0)
    },
    onSetup: (): void => lookAt(isUnfinished),
  }
}

/** Something is to be done for it although nobody asks. */
export const isUnfinished = ({ jobs, moving, trouble }: PrinterQueue): boolean =>
  jobs.length > 0 || moving !== undefined || (trouble !== undefined && trouble.handedOn !== true)
