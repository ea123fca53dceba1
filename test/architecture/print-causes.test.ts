import { globSync, readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { printCauses } from "#core/kitchen/print-cause.ts"
import { causeWords } from "#core/ui/print-cause.ts"

// The types of drivers and agent name the codes already; what goes into the log is text, so the sources are read.

const read = (file: string): string => readFileSync(file, "utf8")

/** Sources without what says why a line broke: the machine above it turns that into a cause of its own. */
const sources = globSync([
  "core/kitchen/{printer-*,job-*}.ts",
  "actors/printer/*.ts",
  "devices/{agent,printers,mqtt}/**/*.ts",
]).map((file) => read(file).replaceAll(/LineLost\(\{.*?\}\)/gs, ""))

const found = (text: string, ...patterns: ReadonlyArray<RegExp>): ReadonlyArray<string> =>
  patterns.flatMap((pattern) => Array.from(text.matchAll(pattern), ([, code = ""]) => code))

const written = (): ReadonlySet<string> => {
  const everywhere = sources.flatMap((text) =>
    found(
      text,
      /\bcause: "([a-z_]+)"/g,
      /"error", cause: "([a-z_]+)"/g,
      /\b(?:refused|unknown|away|fail)\("([a-z_]+)"\)/g,
      /\b(?:told|finish|decide)\([^()]*"\w+", "([a-z_]+)"/g,
      /\b(?:neverSeen|notTaken|tooLarge) = "([a-z_]+)"/g,
      /\?\? "([a-z]+_[a-z_]+|unreachable|error)"/g,
      /cause === undefined\s*\? "([a-z_]+)"/g,
      /printers\)\s*\? "([a-z_]+)"/g,
      /EPTR_\w+: "([a-z_]+)"/g,
      /unknownWithCopy\([^()]*"([a-z_]+)"/g,
      /cause === "([a-z_]+)" \? cause/g,
    ),
  )
  const trouble = found(read("core/kitchen/printer-trouble.ts"), /return "([a-z_]+)"/g)
  const [states = ""] = found(read("core/kitchen/printer-queue.ts"), /DeviceState = (.+)/g)
  const gone = found(states, /"(\w+)"/g).filter((state) => state !== "ready")
  // A neighbour that refuses a job says so by the code of its refusal.
  const [enqueue = ""] = found(read("core/kitchen/printer-decide.ts"), /const enqueue =(.+?\n\})/gs)
  const refusals = found(enqueue, /refused\("([A-Z_]+)"/g).map((code) => code.toLowerCase())
  return new Set([...everywhere, ...trouble, ...gone, ...refusals])
}

describe("the causes of papers and printers that do not come on", () => {
  it("are all in the list, and the list has none that nothing says", () => {
    const all = written()
    expect([...all].filter((code) => !printCauses.some((known) => known === code))).toEqual([])
    expect(printCauses.filter((code) => !all.has(code))).toEqual([])
  })

  it("[PRINTPAGE-1] have words of their own in each language, and what to do", () => {
    for (const language of ["en", "fr"] as const) {
      const all = printCauses.map((code) => causeWords(code, language))
      expect(new Set(all.map(({ why }) => why)).size).toBe(printCauses.length)
      for (const [n, { why, todo }] of all.entries()) {
        // It stands in the middle of a sentence.
        expect(why).toMatch(/^\p{Ll}.*[^.?!]$/u)
        expect(todo).toMatch(/^\p{Lu}.*[.?]$/u)
        expect(why + todo).not.toMatch(/_/)
        expect(why).not.toBe(printCauses[n])
      }
    }
  })

  it("[PRINTPAGE-1] that nobody has words for are said with their code", () => {
    for (const code of ["jammed_badly", "toString"]) {
      expect(causeWords(code, "en").why).toBe(`it says only “${code}”`)
      expect(causeWords(code, "fr").why).toContain(code)
      expect(causeWords(code, "en").todo).not.toBe("")
    }
  })

  it("[PRINTPAGE-1] are told exactly where an error has a code, and in the printer's words where it has not", () => {
    const { why } = causeWords("error", "en", "no_answer")
    expect(why).toBe(causeWords("no_answer", "en").why)
    expect(causeWords("error", "en", "E-21").why).toBe("it reports an error (E-21)")
  })
})
