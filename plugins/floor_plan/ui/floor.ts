import type { Room, Table } from "#core/kitchen/menu.ts"

/** As the hub keeps them, with the revision that a change must name. */
export type StoredRoom = Room & { readonly rev: number }

export type StoredTable = Table & { readonly rev: number }

/** As handhelds order them. */
export const byPlace = (
  one: { readonly sort: number; readonly name: string },
  other: { readonly sort: number; readonly name: string },
): number =>
  one.sort - other.sort || one.name.localeCompare(other.name, undefined, { numeric: true })
