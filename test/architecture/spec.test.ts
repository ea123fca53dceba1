import { globSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"

// A rule that nothing proves is a wish, and a test of a rule that nobody can read proves nothing: both directions fail.

/** Ids of the rules that a specification defines: list items such as `- **[LOG-3]** …`. */
const rulesIn = (specification: string): ReadonlyArray<string> =>
  idsOf(specification.matchAll(/^- \*\*\[([A-Z]+-\d+)\]\*\*/gm))

/** Ids that open a title; one title may prove several rules. */
const provedIn = (source: string): ReadonlyArray<string> =>
  [...source.matchAll(/["'`]((?:\[[A-Z]+-\d+\] )+)\S/g)].flatMap(([, opening = ""]) =>
    idsOf(opening.matchAll(/\[([A-Z]+-\d+)\]/g)),
  )

const idsOf = (matches: Iterable<RegExpExecArray>): ReadonlyArray<string> =>
  Array.from(matches, ([, id = ""]) => id)

const judge = (specification: string, sources: ReadonlyArray<string>) => {
  const rules = rulesIn(specification)
  const proved = new Set(sources.flatMap(provedIn))
  return {
    twice: rules.filter((id, n) => rules.indexOf(id) !== n),
    unproved: rules.filter((id) => !proved.has(id)),
    unwritten: [...proved].filter((id) => !rules.includes(id)),
  }
}

const sources = globSync(["test/**/*.test.ts", "test/contract/*.ts"])
  .filter((file) => !file.endsWith("architecture/spec.test.ts"))
  .map((file) => readFileSync(file, "utf8"))
const judged = judge(readFileSync("SPEC.md", "utf8"), sources)

describe("SPEC.md", () => {
  it("gives each rule an id of its own", () => {
    expect(judged.twice).toEqual([])
  })

  it("has a test for every rule", () => {
    expect(judged.unproved).toEqual([])
  })

  it("has every rule that a test names", () => {
    expect(judged.unwritten).toEqual([])
  })
})

it("a rule without a test, a test without a rule and a rule written twice are each found", () => {
  const specification = "- **[A-1]** proved\n- **[A-2]** not proved\n- **[A-1]** again\n"
  const tests = ['it("[A-1] [B-7] two at once", () => {})', "// [A-2] in a remark proves nothing"]
  expect(judge(specification, tests)).toEqual({
    twice: ["A-1"],
    unproved: ["A-2"],
    unwritten: ["B-7"],
  })
})
