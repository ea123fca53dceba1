import { extensionPointLayer } from "#core/plugins/extension-point.ts"
import { definePlugin } from "#core/plugins/sdk.ts"
import { DevicePlaces } from "./contract.ts"
import { deviceRoutes } from "./device-change.ts"
import { deviceCommands } from "./device-commands.ts"
import { deviceDeeds } from "./device-deeds.ts"
import { devices } from "./device-list.ts"
import { ownPlace } from "./own-place.ts"
import { pairingRoutes } from "./pairings.ts"
import { wayInRoutes } from "./ways-in.ts"

export default definePlugin({
  key: "devices",
  provides: [DevicePlaces],
  tenant: extensionPointLayer(DevicePlaces),
  routes: [
    ...deviceRoutes,
    ownPlace,
    ...deviceDeeds,
    ...deviceCommands,
    ...pairingRoutes,
    ...wayInRoutes,
  ],
  setup: { devices: devices.all },
})
