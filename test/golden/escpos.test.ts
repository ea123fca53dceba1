import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { Columns } from "#core/kitchen/menu.ts"
import { decodeEscpos } from "#devices/simulators/escpos-decoder.ts"
import {
  amendment,
  dinner,
  longTicket,
  reprint,
  service,
} from "#test/devices/encoders/example-chits.ts"
import { onPaper } from "#test/devices/encoders/on-paper.ts"
import { encodeEscpos, encodeReceipt, generic } from "#test/devices/encoders/on-press.ts"

const chits = { amendment, dinner, longTicket, reprint, service }
const encoders = { receipt: encodeReceipt, escpos: encodeEscpos }

const goldens: ReadonlyArray<readonly [keyof typeof chits, Columns, keyof typeof encoders]> = [
  ["dinner", 32, "receipt"],
  ["dinner", 48, "receipt"],
  ["dinner", 48, "escpos"],
  ["service", 42, "receipt"],
  ["service", 42, "escpos"],
  ["amendment", 32, "receipt"],
  ["reprint", 48, "receipt"],
  ["longTicket", 48, "receipt"],
]

describe("golden bytes", () => {
  for (const [name, columns, encoder] of goldens) {
    it(`[PAPER-10] of the ${name} chit on ${columns} columns by ${encoder} stay as they were seen and approved`, () => {
      const file = join(import.meta.dirname, "escpos", `${name}-${columns}-${encoder}`)
      const bytes = encoders[encoder](chits[name], generic(columns))
      const text = `${onPaper(decodeEscpos(bytes, columns).items).join("\n")}\n`
      if (!existsSync(`${file}.bin`)) {
        writeFileSync(`${file}.bin`, bytes)
        writeFileSync(`${file}.txt`, text)
        expect.fail(`${file}.txt is new: look at it, then run again`)
      }
      expect(text).toBe(readFileSync(`${file}.txt`, "utf8"))
      expect(Buffer.from(bytes).toString("hex")).toBe(readFileSync(`${file}.bin`).toString("hex"))
    })
  }
})
