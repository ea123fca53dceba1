import { Effect, Layer } from "effect"
import type { PrinterId } from "#core/kitchen/ids.ts"
import { definePlugin } from "#core/plugins/sdk.ts"
import { DevicePlaces } from "#plugins/devices/contract.ts"
import { KitchenStations } from "#plugins/kds/contract.ts"
import { jobRoutes } from "./jobs.ts"
import { printerPlaces } from "./printer-places.ts"
import { printers } from "./printers.ts"
import { profileRoutes } from "./profiles.ts"

export default definePlugin({
  key: "printer",
  needs: [KitchenStations, DevicePlaces],
  tenant: Layer.effectDiscard(printerPlaces),
  routes: [...printers.routes, ...jobRoutes, ...profileRoutes],
  setup: {
    printers: Effect.map(printers.all, (all) =>
      all.map((printer) => ({ ...printer, id: printer.id as PrinterId })),
    ),
  },
})
