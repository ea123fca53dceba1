import { describe, expect, it } from "vitest"
import { languageOf } from "#core/http/language.ts"

const spoken = new Set(["en", "fr"])

describe("the language of an answer", () => {
  it.each([
    ["fr-CA, en;q=0.8", "fr-CA"],
    ["de, fr;q=0.8, en;q=0.5", "fr"],
    ["en;q=0.5, fr;q=0.8", "fr"],
    ["en, fr", "en"],
    ["fr;q=0", "en"],
    ["de", "en"],
    ["*", "en"],
    ["", "en"],
    [undefined, "en"],
    ["FR", "FR"],
    [";;;,q=1,fr;q=x", "en"],
    [`${"de,".repeat(50)}fr`, "en"],
  ])("[MANIFEST-3] is what the reader of %s reads best", (header, language) => {
    expect(languageOf(undefined, header, spoken)).toBe(language)
  })

  it("[MANIFEST-3] is the one that the address asks for, if it is spoken here", () => {
    expect(languageOf("fr", "en", spoken)).toBe("fr")
    expect(languageOf("de", "fr", spoken)).toBe("fr")
    expect(languageOf("constructor", undefined, spoken)).toBe("en")
  })
})
