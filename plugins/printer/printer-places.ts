import { Effect } from "effect"
import type { PrinterProfiles } from "#core/hub/printer-profile.ts"
import type { PluginSql } from "#core/plugins/plugin-sql.ts"
import { DevicePlaces } from "#plugins/devices/contract.ts"
import type { KitchenStations } from "#plugins/kds/contract.ts"
import { printers } from "./printers.ts"

/** Where devices stand in this plugin: a device that is paired as a printer's prints for it from then on. */
export const printerPlaces = Effect.gen(function* () {
  const context = yield* Effect.context<PluginSql | KitchenStations | PrinterProfiles>()
  const places = yield* DevicePlaces
  yield* places.register({
    takePrinter: (printerId, deviceId) =>
      Effect.gen(function* () {
        if ((yield* printers.get(printerId)) === undefined) return false
        yield* printers.change(printerId, { deviceId })
        return true
      }).pipe(Effect.provideContext(context)),
  })
})
