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

/** Behind the last of them. */
export const nextSort = (all: ReadonlyArray<{ readonly sort: number }>): number =>
  all.reduce((most, { sort }) => Math.max(most, sort + 1), 0)

/** The numbers that change when the room at this place goes one earlier: from then on they count from 0 without a gap. */
export const earlier = (
  rooms: ReadonlyArray<StoredRoom>,
  at: number,
): ReadonlyArray<Pick<StoredRoom, "id" | "sort">> => {
  const order = rooms.toSpliced(at, 1).toSpliced(Math.max(0, at - 1), 0, rooms[at] as StoredRoom)
  return order.flatMap(({ id, sort }, n) => (sort === n ? [] : [{ id, sort: n }]))
}
