import type { Screen, Station } from "#core/kitchen/menu.ts"

/** As the hub keeps them, with the revision that a change must name. */
export type StoredStation = Station & { readonly rev: number }

export type StoredScreen = Screen & { readonly rev: number }

export const stationsPath = "/plugins/kds/stations"

export const screensPath = "/plugins/kds/screens"
