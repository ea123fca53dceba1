import { Resvg } from "@resvg/resvg-js"
import { describe, expect, it } from "vitest"
import { renderPaper } from "#devices/simulators/paper-roll.ts"
import { dinner, manyScripts } from "#test/devices/encoders/example-chits.ts"
import { encodeReceipt, generic } from "#test/devices/encoders/on-press.ts"

const job = (columns: 32 | 42 | 48) => encodeReceipt(dinner, generic(columns))
const sizeOf = (png: Uint8Array) => {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength)
  return { width: view.getUint32(16), height: view.getUint32(20) }
}

/** Share of dark dots, by drawing the picture once more. */
const inkOf = (png: Uint8Array) => {
  const { width, height } = sizeOf(png)
  const href = `data:image/png;base64,${Buffer.from(png).toString("base64")}`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image href="${href}" width="${width}" height="${height}"/></svg>`
  const { pixels } = new Resvg(svg).render()
  let dark = 0
  for (let at = 0; at < pixels.length; at += 4) {
    if ((pixels[at] ?? 0) < 128 && (pixels[at + 3] ?? 0) > 128) dark += 1
  }
  return dark / (width * height)
}

describe("the picture of a paper", () => {
  it("[PAPER-12] is as wide as the paper and says its lines in plain text", () => {
    for (const columns of [32, 42, 48] as const) {
      const { png, text } = renderPaper(job(columns), columns)
      expect(sizeOf(png).width).toBe(columns * 12 + 48)
      expect(text).toContain("2 x Burger  S1")
      expect(text.at(-1)).toBe("[cut]")
    }
  })

  it("[PAPER-12] has ink where letters and drawn lines are, and paper everywhere else", () => {
    for (const chit of [dinner, manyScripts]) {
      const { png } = renderPaper(encodeReceipt(chit, generic(48)), 48)
      expect(inkOf(png)).toBeGreaterThan(0.03)
      expect(inkOf(png)).toBeLessThan(0.3)
    }
  })

  it("[PAPER-12] of a job that broke off is the paper up to there", () => {
    const whole = job(48)
    const torn = renderPaper(whole.subarray(0, whole.length / 2), 48)
    expect(torn.text[0]).toContain("TABLE 12")
    expect(torn.text).not.toContain("[cut]")
    expect(sizeOf(torn.png).height).toBeLessThan(sizeOf(renderPaper(whole, 48).png).height)
    for (let end = 0; end < whole.length; end += 97) renderPaper(whole.subarray(0, end), 48)
  })

  it("[PAPER-12] of bytes that no printer understands says so on the paper", () => {
    const { text } = renderPaper(Uint8Array.of(0x41, 0x0a, 0x1b, 0x7f, 0x41), 32)
    expect(text).toEqual(["A", "?? byte 2: no command begins with 1b7f41"])
  })
})
