import type { KitchenSetup } from "#core/kitchen/menu.ts"

/** What one plugin knows about a restaurant. Parts of several plugins are put side by side. */
export type SetupPart = Partial<Omit<KitchenSetup, "tenant">>

export const composeSetup = (
  tenant: KitchenSetup["tenant"],
  parts: ReadonlyArray<SetupPart>,
): KitchenSetup => ({
  ...restaurantRules(parts),
  tenant: {
    name: tenant.name,
    currency: tenant.currency,
    locale: tenant.locale,
    timezone: tenant.timezone,
  },
  menu: {
    categories: bySort(parts.flatMap((part) => part.menu?.categories ?? [])),
    products: new Map(parts.flatMap((part) => [...(part.menu?.products ?? [])])),
    modifierGroups: new Map(parts.flatMap((part) => [...(part.menu?.modifierGroups ?? [])])),
  },
  stations: bySort(parts.flatMap((part) => part.stations ?? [])),
  screens: parts.flatMap((part) => part.screens ?? []),
  printers: parts.flatMap((part) => part.printers ?? []),
  rooms: bySort(parts.flatMap((part) => part.rooms ?? [])),
  tables: new Map(parts.flatMap((part) => [...(part.tables ?? [])])),
  devices: parts.flatMap((part) => part.devices ?? []),
})

/** They belong to one plugin; were there two, the one that is loaded first has the say. */
const restaurantRules = (parts: ReadonlyArray<SetupPart>): Pick<SetupPart, "restaurant"> => {
  const rules = parts.find(({ restaurant }) => restaurant !== undefined)?.restaurant
  return rules === undefined ? {} : { restaurant: rules }
}

const bySort = <A extends { readonly sort: number }>(items: ReadonlyArray<A>): ReadonlyArray<A> =>
  items.toSorted((a, b) => a.sort - b.sort)
