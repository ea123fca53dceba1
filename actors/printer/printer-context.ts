import { wallClock } from "#actors/tenant/business-day.ts"
import type { Restaurant } from "#actors/tenant/restaurant.ts"
import { backupAfterMs, backupOf, hasBackup, nextReturn } from "#core/kitchen/backup-chain.ts"
import type { EpochMs } from "#core/kitchen/ids.ts"
import type { Printer } from "#core/kitchen/menu.ts"
import type { PrinterContext } from "#core/kitchen/printer-command.ts"

/** What a printer's settings and its neighbours say to what it decides. Neighbours are looked at when it asks for one. */
export const contextOf = (
  restaurant: Restaurant,
  printer: Printer,
  at: EpochMs,
): PrinterContext => ({
  at,
  self: {
    id: printer.id,
    name: printer.name,
    language: printer.language,
    maxAgeMs: printer.maxAgeSeconds * 1000,
    wallClock: (instant) => wallClock(instant, restaurant.setup.tenant.timezone),
  },
  deviceId: printer.deviceId,
  ...(printer.onUnknown === undefined ? {} : { onUnknown: printer.onUnknown }),
  ...(hasBackup(printer) ? { backup: backupFor(restaurant, printer, at) } : {}),
})

const backupFor = (
  { setup, printers }: Restaurant,
  printer: Printer,
  at: EpochMs,
): NonNullable<PrinterContext["backup"]> => {
  const soonest = nextReturn(printer, printers, at)
  return {
    afterMs: backupAfterMs(printer),
    screens: (printer.backupScreens?.length ?? 0) > 0,
    next: (visited) => backupOf(printer, setup.printers, printers, visited, at)?.id,
    ...(soonest === undefined ? {} : { soonest }),
  }
}
