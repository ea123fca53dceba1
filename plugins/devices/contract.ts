import type { Effect } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import { extensionPoint } from "#core/plugins/extension-point.ts"

/** Something that a device stands at, of a plugin that has such things. */
export interface DevicePlace {
  /**
   * From now on this device drives the printer; the one that did before does so no more.
   *
   * @returns whether there is such a printer
   */
  readonly takePrinter: (
    printerId: string,
    deviceId: string,
  ) => Effect.Effect<boolean, CommandFailure>
}

/** Where devices stand: plugins that need to know which device it is say so here. */
export const DevicePlaces = extensionPoint<DevicePlace>()("heard/devices/DevicePlaces")
export type DevicePlaces = (typeof DevicePlaces)["Identifier"]
