/** Tables that are added at once. */
export const mostNames = 50

/**
 * What a manager writes for several tables: `1-12, T1, Bar 3`. A range counts up between two numbers that have the same
 * letters before them (`T1-T4`); anything else is a name as it stands. Each name once, in the order written.
 *
 * @returns undefined: more than {@link mostNames}
 */
export const tableNames = (text: string): ReadonlyArray<string> | undefined => {
  const names = new Set<string>()
  for (const part of text.split(/[,;،、\n]/).map((one) => one.trim())) {
    if (part === "") continue
    const { letters, first, last } = rangeIn(part)
    if (last - first >= mostNames) return undefined
    if (last <= first) names.add(part)
    else for (let n = first; n <= last; n++) names.add(`${letters}${n}`)
    if (names.size > mostNames) return undefined
  }
  return [...names]
}

const nothing = { letters: "", first: 0, last: 0 }

const rangeIn = (part: string) => {
  const [, letters = "", from = "", again = "", to = ""] =
    /^(\D*?)(\d{1,4})\s*[-–]\s*(\D*?)(\d{1,4})$/.exec(part) ?? []
  if (from === "" || (again !== "" && again !== letters)) return nothing
  return { letters, first: Number(from), last: Number(to) }
}
