/** As the hub keeps them. */
export interface StoredRoom {
  readonly id: string
  readonly name: string
  readonly sort: number
  readonly rev: number
}

export interface StoredTable {
  readonly id: string
  readonly roomId: string
  readonly name: string
  readonly seats: number
  readonly sort: number
  readonly rev: number
}

/** As handhelds order them. */
export const byPlace = (
  one: { readonly sort: number; readonly name: string },
  other: { readonly sort: number; readonly name: string },
): number =>
  one.sort - other.sort || one.name.localeCompare(other.name, undefined, { numeric: true })
