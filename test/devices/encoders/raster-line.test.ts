import { describe, expect, it } from "vitest"
import type { Columns } from "#core/kitchen/menu.ts"
import { run, type TextRun } from "#devices/encoders/paper-line.ts"
import { rasterLine } from "#devices/encoders/raster-line.ts"

/** The dots as text, one `#` per burnt dot, to compare and to count. */
const dots = (runs: ReadonlyArray<TextRun>, columns: Columns = 32) => {
  const { width, height, rows: bytes } = rasterLine(runs, columns)
  const rows = Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) =>
      (bytes[(y * width + x) >> 3] ?? 0) & (0x80 >> (x % 8)) ? "#" : " ",
    ).join(""),
  )
  const burnt = rows.join("").replaceAll(" ", "").length
  const right = Math.max(...rows.map((row) => row.trimEnd().length))
  return { width, height, rows, burnt, right }
}

describe("a drawn line", () => {
  it("[PAPER-8] is as wide as the paper and as high as its tallest letter", () => {
    for (const columns of [32, 42, 48] as const) {
      const small = dots([run("味噌")], columns)
      expect([small.width, small.height]).toEqual([columns * 12, 30])
    }
    expect(dots([run("a"), run("味噌", { height: 2 })]).height).toBe(48)
  })

  it("[PAPER-8] shows Arabic, Hebrew, Japanese, Polish and Russian letters, each its own", () => {
    const drawn = ["دجاج", "שקשוקה", "味噌", "Żurek", "Борщ"].map((text) => dots([run(text)]))
    for (const { burnt } of drawn) expect(burnt).toBeGreaterThan(100)
    expect(new Set(drawn.map(({ rows }) => rows.join("\n"))).size).toBe(5)
  })

  it("[PAPER-8] joins Arabic letters: a word is not the sum of its letters apart", () => {
    const joined = dots([run("دجاج")])
    const apart = dots([run("د ج ا ج")])
    expect(joined.right).toBeLessThan(apart.right)
    expect(joined.burnt).not.toBe(apart.burnt)
  })

  it("[PAPER-8] reads Hebrew from right to left: the first letter of a name is its rightmost", () => {
    const shin = dots([run("ש")])
    const name = dots([run("שי")])
    const inkOf = (rows: ReadonlyArray<string>, from: number, to: number) =>
      rows
        .map((row) => row.slice(from, to))
        .join("")
        .replaceAll(" ", "").length
    // The wide shin stands right, the small yod left.
    expect(inkOf(name.rows, 10, 40)).toBeGreaterThanOrEqual(shin.burnt * 0.7)
    expect(inkOf(name.rows, 0, 7)).toBeLessThan(shin.burnt * 0.5)
  })

  it("[PAPER-8] puts a box where no font has a letter, and goes on behind it", () => {
    const cake = dots([run("味🎂噌")])
    const nothing = dots([run("味  噌")])
    expect(cake.burnt).toBeGreaterThan(nothing.burnt + 30)
    expect(cake.right).toBe(nothing.right)
  })

  it("[PAPER-8] squeezes letters into their columns and never runs off the paper", () => {
    for (const text of ["ﷺ".repeat(16), "ش".repeat(32), "味".repeat(16), "ॐ".repeat(32)]) {
      expect(dots([run(text)]).right).toBeLessThanOrEqual(384)
    }
  })

  it("[PAPER-8] has emphasis, size and white on black like any other line", () => {
    const plain = dots([run("味噌")])
    expect(dots([run("味噌", { bold: true })]).burnt).toBeGreaterThan(plain.burnt)
    expect(dots([run("味噌", { width: 2 })]).right).toBeGreaterThan(plain.right * 1.8)
    const inverse = dots([run("味噌", { inverse: true })])
    expect(inverse.burnt).toBeGreaterThan(48 * 24 * 0.5)
    expect(inverse.burnt + plain.burnt).toBeGreaterThan(48 * 24 * 0.9)
  })

  it("[PAPER-10] is drawn once and remembered: the same line is the same bytes", () => {
    const runs = [run("二度目", { bold: true })]
    expect(rasterLine(runs, 48)).toBe(rasterLine([...runs], 48))
    for (let index = 0; index < 600; index += 1) rasterLine([run(`Ω${index}`)], 32)
    expect(rasterLine(runs, 48)).toEqual(rasterLine([...runs], 48))
  })
})
