import { describe, expect, it } from "vitest"
import { readPaper } from "#devices/simulators/read-paper.ts"
import { manyScripts } from "./example-chits.ts"
import { asStepped, onPaper } from "./on-paper.ts"
import { encodeFor, everyPress, stepsFor } from "./on-press.ts"

describe("every printer", () => {
  for (const press of everyPress)
    it(`[PAPER-8] [PROFILE-4] gets a chit of many scripts whole: ${press.profile.name}, ${press.columns} columns`, () => {
      const { items, fault } = readPaper(encodeFor(manyScripts, press), press)
      expect(fault?.message).toBeUndefined()
      expect(onPaper(items)).toEqual(asStepped(stepsFor(manyScripts, press)))
    })
})
