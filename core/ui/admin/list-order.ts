/** Something that has its place in a list. */
export interface Placed {
  readonly id: string
  readonly sort: number
}

/** Behind the last of them. */
export const nextSort = (all: ReadonlyArray<Pick<Placed, "sort">>): number =>
  all.reduce((most, { sort }) => Math.max(most, sort + 1), 0)

/** With the one at this place one further on (1), or one further back (-1). */
export const moved = <A>(all: ReadonlyArray<A>, at: number, by: 1 | -1): ReadonlyArray<A> =>
  all.toSpliced(at, 1).toSpliced(Math.max(0, at + by), 0, ...all.slice(at, at + 1))

/** The numbers that change when the one at this place goes one earlier: from then on they count from 0 without a gap. */
export const earlier = (all: ReadonlyArray<Placed>, at: number): ReadonlyArray<Placed> => {
  if (all[at] === undefined) return []
  return moved(all, at, -1).flatMap(({ id, sort }, n) => (sort === n ? [] : [{ id, sort: n }]))
}
