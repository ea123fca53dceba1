import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { Chit } from "#core/kitchen/chit.ts"
import type { Columns } from "#core/kitchen/menu.ts"
import { readPaper } from "#devices/simulators/read-paper.ts"
import { amendment, dinner, reprint, service } from "#test/devices/encoders/example-chits.ts"
import { onPaper } from "#test/devices/encoders/on-paper.ts"
import { encodeFor, pressNamed } from "#test/devices/encoders/on-press.ts"

/** With everything at its foot. */
const coded: Chit = {
  ...dinner,
  qr: "https://heard.example/o/42",
  barcode: "K-000042",
  banners: [{ kind: "copy", n: 2, of: 2 }],
}
const chits = { amendment, coded, dinner, reprint, service }

const goldens: ReadonlyArray<readonly [keyof typeof chits, string, Columns]> = [
  ["coded", "epson-tm-t20iii", 48],
  ["dinner", "epson-tm-t20iii", 64],
  ["service", "epson-tm-t88v", 42],
  ["reprint", "epson-tm-u220", 32],
  ["service", "citizen-ct-s310", 48],
  ["coded", "star-mc-print3", 48],
  ["service", "star-mc-print3", 64],
  ["amendment", "star-tsp654", 42],
  ["coded", "star-tsp654", 48],
  ["coded", "epson-tm-m30-sdp", 48],
  ["service", "epson-tm-m30-sdp", 42],
]

describe("golden bytes", () => {
  for (const [name, profile, columns] of goldens) {
    const press = pressNamed(profile, columns)
    const { language } = press.profile
    it(`[PAPER-10] of the ${name} chit on ${columns} columns for ${profile} stay as they were seen and approved`, () => {
      const folder = join(import.meta.dirname, language)
      const file = join(folder, `${name}-${columns}-${profile}`)
      const kind = language === "epos" ? "xml" : "bin"
      const bytes = encodeFor(chits[name], press)
      const { items, fault } = readPaper(bytes, press)
      expect(fault).toBeUndefined()
      const text = `${onPaper(items).join("\n")}\n`
      if (!existsSync(`${file}.${kind}`)) {
        mkdirSync(folder, { recursive: true })
        writeFileSync(`${file}.${kind}`, bytes)
        writeFileSync(`${file}.txt`, text)
        expect.fail(`${file}.txt is new: look at it, then run again`)
      }
      expect(text).toBe(readFileSync(`${file}.txt`, "utf8"))
      expect(Buffer.from(bytes).toString("hex")).toBe(
        readFileSync(`${file}.${kind}`).toString("hex"),
      )
    })
  }
})
