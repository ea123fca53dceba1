/**
 * What differs between two states of a list, without looking into what both hold in the same places: everything between
 * their common beginning and their common end. Whoever keeps unchanged elements the same objects pays for a change, not
 * for the length of the list.
 */
export const changedStretch = <A>(
  before: ReadonlyArray<A>,
  after: ReadonlyArray<A>,
): { readonly gone: ReadonlyArray<A>; readonly come: ReadonlyArray<A> } => {
  if (before === after) return { gone: [], come: [] }
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start += 1
  let end = 0
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end])
    end += 1
  return {
    gone: before.slice(start, before.length - end),
    come: after.slice(start, after.length - end),
  }
}
