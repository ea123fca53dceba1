import fc from "fast-check"
import { expect, it } from "vitest"
import type { Press } from "#devices/encoders/press.ts"
import { readPaper } from "#devices/simulators/read-paper.ts"
import { anyText, chitOf } from "./chit-arbitrary.ts"
import { asStepped, onPaper, picturesOf, picturesOn } from "./on-paper.ts"
import { encodeFor, everyPress, stepsFor } from "./on-press.ts"

const name = ({ profile, columns }: Press) => `${profile.key}/${columns}`

it("[PAPER-8] [PROFILE-4] any text reaches any printer whole, inside its lines, the cut behind it, in commands that the printer has", () => {
  fc.assert(
    fc.property(chitOf(anyText, 2), fc.constantFrom(...everyPress), (chit, press) => {
      const { items, events, fault } = readPaper(encodeFor(chit, press), press)
      expect(fault?.message, name(press)).toBeUndefined()
      const steps = stepsFor(chit, press)
      expect(onPaper(items), name(press)).toEqual(asStepped(steps))
      expect(picturesOn(items), name(press)).toBe(picturesOf(steps))
      expect(items.at(-1)?.kind === "cut", name(press)).toBe(press.profile.cut !== "none")
      expect(events).toEqual([])
      // What an Epson obeys wherever it stands: DLE EOT, DLE ENQ, DLE DC4.
      if (press.profile.language === "escpos")
        for (const second of [0x04, 0x05, 0x14])
          expect(Buffer.from(encodeFor(chit, press)).indexOf(Buffer.of(0x10, second))).toBe(-1)
    }),
    { numRuns: 60 },
  )
})
