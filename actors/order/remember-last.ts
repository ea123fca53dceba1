/**
 * The same function, which remembers its last answer: one commit asks for the same picture of an order several times in a
 * row. Remembering more would keep every open order in memory twice.
 */
export const rememberLast = <A extends object, B extends object, R>(
  make: (one: A, other: B) => R,
): ((one: A, other: B) => R) => {
  let last: { readonly one: A; readonly other: B; readonly made: R } | undefined
  return (one, other) => {
    if (last?.one !== one || last.other !== other) last = { one, other, made: make(one, other) }
    return last.made
  }
}
