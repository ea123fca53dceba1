/** What a plugin was tried for. */
export type Check =
  | "sound"
  | "tested"
  | "guarded"
  | "apart"
  | "switched off"
  | "bad starts"
  | "switched often"
  | "delivered twice"
  | "seeded twice"
  | "upgraded"
  | "words"
  | "described"

const grades: ReadonlyArray<readonly [string, ReadonlyArray<Check>]> = [
  ["Bronze", ["sound", "tested", "guarded", "apart", "switched off"]],
  ["Silver", ["bad starts", "switched often", "delivered twice", "seeded twice"]],
  ["Gold", ["upgraded", "words", "described"]],
]

export interface Grade {
  /** The highest of which it passed everything, with all below. */
  readonly name: string
  /** What keeps it from the next. */
  readonly missing: ReadonlyArray<Check>
}

export const gradeOf = (passed: ReadonlySet<Check>): Grade => {
  let name = "no grade"
  for (const [grade, checks] of grades) {
    const missing = checks.filter((check) => !passed.has(check))
    if (missing.length > 0) return { name, missing }
    name = grade
  }
  return { name, missing: [] }
}
