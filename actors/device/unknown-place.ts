import type { DevicePlaceNames } from "#core/hub/fleet.ts"
import type { KitchenSetup } from "#core/kitchen/menu.ts"

/** What of a device's place the restaurant does not have. */
export const unknownPlace = (
  { stations, screens, printers }: KitchenSetup,
  { station, screenId, printerId }: DevicePlaceNames,
): ReadonlyArray<keyof DevicePlaceNames> => [
  ...(station === undefined || stations.some(({ key }) => key === station)
    ? []
    : (["station"] as const)),
  ...(screenId === undefined || screens.some(({ id }) => id === screenId)
    ? []
    : (["screenId"] as const)),
  ...(printerId === undefined || printers.some(({ id }) => id === printerId)
    ? []
    : (["printerId"] as const)),
]
