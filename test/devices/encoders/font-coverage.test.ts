import { createRequire } from "node:module"
import { describe, expect, it } from "vitest"
import { fontCoverage } from "#devices/encoders/font-coverage.ts"
import { faceOf } from "#devices/encoders/printer-font.ts"

const require = createRequire(import.meta.url)

describe("what a font can draw", () => {
  it("is read from the font itself", () => {
    const file = require.resolve(
      "@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf",
    )
    const points = fontCoverage(file)
    for (const char of "دجاج مشوي") expect(points.has(char.codePointAt(0) ?? 0)).toBe(true)
    for (const char of "味ש🎂") expect(points.has(char.codePointAt(0) ?? 0)).toBe(false)
  })

  it("decides which face draws a letter, and that none draws an emoji", () => {
    const families = ["A", "Ж", "د", "ש", "味", "च", "🎂"].map((char) => faceOf(char)?.family)
    expect(families).toEqual([
      "Noto Sans Mono",
      "Noto Sans Mono",
      "Noto Sans Arabic",
      "Noto Sans Hebrew",
      "Noto Sans JP",
      "Noto Sans",
      undefined,
    ])
  })

  it("is an error when the file is no font", () => {
    expect(() => fontCoverage(new URL(import.meta.url).pathname)).toThrow()
  })
})
