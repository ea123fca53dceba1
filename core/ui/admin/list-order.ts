/** Something that has its place in a list. */
export interface Placed {
  readonly id: string
  readonly sort: number
}

/** Behind the last of them. */
export const nextSort = (all: ReadonlyArray<Pick<Placed, "sort">>): number =>
  all.reduce((most, { sort }) => Math.max(most, sort + 1), 0)

/** The numbers that change when the one at this place goes one earlier: from then on they count from 0 without a gap. */
export const earlier = (all: ReadonlyArray<Placed>, at: number): ReadonlyArray<Placed> => {
  const moved = all[at]
  if (moved === undefined) return []
  const order = all.toSpliced(at, 1).toSpliced(Math.max(0, at - 1), 0, moved)
  return order.flatMap(({ id, sort }, n) => (sort === n ? [] : [{ id, sort: n }]))
}
