import { describe, expect, it } from "vitest"
import { readPaper } from "#devices/simulators/read-paper.ts"
import * as examples from "./example-chits.ts"
import { asStepped, onPaper, picturesOf, picturesOn } from "./on-paper.ts"
import { encodeFor, everyPress, pressNamed, stepsFor } from "./on-press.ts"

describe("every printer", () => {
  for (const press of everyPress)
    it(`[PAPER-8] [PROFILE-4] gets a chit of many scripts whole: ${press.profile.name}, ${press.columns} columns`, () => {
      const { items, fault } = readPaper(encodeFor(examples.manyScripts, press), press)
      expect(fault?.message).toBeUndefined()
      const steps = stepsFor(examples.manyScripts, press)
      expect(onPaper(items)).toEqual(asStepped(steps))
      expect(picturesOn(items)).toBe(picturesOf(steps))
    })
})

describe("a Star printer", () => {
  for (const key of ["star-mc-print3", "star-tsp143iv", "star-tsp654"])
    it(`[STAR-1] gets the same paper as an Epson: ${key}`, () => {
      const [star, epson] = [pressNamed(key, 48), pressNamed("epson-tm-t20iii", 48)]
      const { manyScripts: _, ...spelled } = examples
      for (const chit of Object.values(spelled)) {
        const [there, here] = [star, epson].map((press) =>
          onPaper(readPaper(encodeFor(chit, press), press).items),
        )
        // One line less from the print head to the blade.
        expect([...(there?.slice(0, -4) ?? [])]).toEqual(here?.slice(0, -5))
        expect(there?.slice(-4)).toEqual(["", "", "", "[cut partial]"])
      }
    })

  for (const key of ["star-mc-print3", "star-tsp654"])
    it(`[STAR-2] gets every dot of a picture, and none twice: ${key}`, () => {
      const press = pressNamed(key)
      const chit = { ...examples.manyScripts, qr: "https://heard.example/é" }
      const { items, fault } = readPaper(encodeFor(chit, press), press)
      expect(fault).toBeUndefined()
      expect(picturesOn(items).length).toBeGreaterThan(10_000)
      expect(picturesOn(items)).toBe(picturesOf(stepsFor(chit, press)))
    })
})
