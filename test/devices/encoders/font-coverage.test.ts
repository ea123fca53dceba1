import { createRequire } from "node:module"
import { describe, expect, it } from "vitest"
import { fontCoverage } from "#devices/encoders/font-coverage.ts"
import { facesFor } from "#devices/encoders/printer-faces.ts"

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
    const families = ["A", "Ж", "د", "ש", "味", "鸡", "김", "ต้", "च", "🎂"].map(
      (char) => facesFor(char)(char)?.family,
    )
    expect(families).toEqual([
      "Noto Sans Mono",
      "Noto Sans Mono",
      "Noto Sans Arabic",
      "Noto Sans Hebrew",
      "Noto Sans JP",
      "ZCOOL XiaoWei",
      "NanumGothic",
      "Noto Sans Thai",
      "Noto Sans",
      undefined,
    ])
  })

  it("takes all ideographs of a Chinese text from one face, though Japanese has most of them", () => {
    const families = (text: string) => [...text].map((char) => facesFor(text)(char)?.family)
    expect(new Set(families("宫保鸡丁"))).toEqual(new Set(["ZCOOL XiaoWei"]))
    expect(new Set(families("宮保鶏丁"))).toEqual(new Set(["Noto Sans JP"]))
    expect(families("鸡x味")).toEqual(["ZCOOL XiaoWei", "Noto Sans Mono", "ZCOOL XiaoWei"])
  })

  it("is an error when the file is no font", () => {
    expect(() => fontCoverage(new URL(import.meta.url).pathname)).toThrow()
  })
})
