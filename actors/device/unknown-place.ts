import type { DevicePlaceNames } from "#core/hub/fleet.ts"
import type { KitchenSetup } from "#core/kitchen/menu.ts"

/** What of a device's place the restaurant does not have. */
export const unknownPlace = (
  { stations, screens, printers }: KitchenSetup,
  place: DevicePlaceNames,
): ReadonlyArray<keyof DevicePlaceNames> => {
  const has = {
    station: stations.some(({ key }) => key === place.station),
    screenId: screens.some(({ id }) => id === place.screenId),
    printerId: printers.some(({ id }) => id === place.printerId),
  }
  return fields.filter((field) => place[field] !== undefined && !has[field])
}

const fields = ["station", "screenId", "printerId"] as const
