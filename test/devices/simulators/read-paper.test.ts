import { describe, expect, it } from "vitest"
import { rollText } from "#devices/simulators/paper-roll.ts"
import { readPaper, readSoFar } from "#devices/simulators/read-paper.ts"
import { dinner } from "#test/devices/encoders/example-chits.ts"
import { encodeFor, pressNamed } from "#test/devices/encoders/on-press.ts"

const models = ["epson-tm-t20iii", "star-mc-print3", "generic-starline", "epson-tm-m30-sdp"]

describe("paper that is still coming", () => {
  for (const model of models)
    it(`[SHOW-8] is drawn as far as it is out, at every byte, on ${model}`, () => {
      const press = pressNamed(model)
      const bytes = encodeFor(dinner, press)
      const whole = rollText(readPaper(bytes, press))
      let longest = 0
      for (let end = 0; end <= bytes.length; end += 7) {
        const read = readSoFar(bytes.subarray(0, end), press)
        expect(read.fault?.torn ?? true, `${end} bytes: ${read.fault?.message}`).toBe(true)
        const lines = rollText(read)
        expect(lines.length).toBeGreaterThanOrEqual(longest)
        longest = lines.length
        // The last line may be cut short.
        expect(whole.slice(0, Math.max(0, lines.length - 1))).toEqual(lines.slice(0, -1))
      }
      expect(rollText(readSoFar(bytes, press))).toEqual(whole)
    })

  it("[SHOW-8] is plain text where no command stands in it", () => {
    const text = Buffer.from("COUNTER\n#RJMS-DZNT\ncrème brûlée\n")
    expect(rollText(readSoFar(text, pressNamed("star-mc-print3"))).slice(0, 3)).toEqual([
      "COUNTER",
      "#RJMS-DZNT",
      "crème brûlée",
    ])
  })
})
