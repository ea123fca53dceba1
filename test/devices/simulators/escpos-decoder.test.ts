import { describe, expect, it } from "vitest"
import { PrinterFault } from "#devices/simulators/byte-walk.ts"
import { decodeEscpos, readEscpos } from "#devices/simulators/escpos-decoder.ts"
import { dinner } from "#test/devices/encoders/example-chits.ts"
import { onPaper } from "#test/devices/encoders/on-paper.ts"
import { encodeEscpos, encodeReceipt, generic } from "#test/devices/encoders/on-press.ts"

const bytes = (...parts: ReadonlyArray<string | number>) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === "number" ? [part] : [...Buffer.from(part, "latin1")])),
  )
const ESC = 0x1b
const GS = 0x1d
const LF = 0x0a

const faultOf = (job: Uint8Array): string => {
  try {
    decodeEscpos(job, 48)
  } catch (fault) {
    if (fault instanceof PrinterFault) return fault.message
    throw fault
  }
  return "no fault"
}

describe("the decoder", () => {
  it("[PAPER-11] follows the code page: the same byte is another letter on another page", () => {
    const job = bytes(ESC, "t", 19, 0xd5, ESC, "t", 0, 0xd5, ESC, "t", 16, 0x80, 0x9c, LF)
    expect(onPaper(decodeEscpos(job, 48).items)).toEqual(["€╒€œ"])
  })

  it("[PAPER-11] knows that ESC ! clears the emphasis, because the last command wins", () => {
    const job = bytes(ESC, "E", 1, ESC, "!", 0x10, "a", LF, ESC, "E", 1, GS, "!", 1, "b", LF)
    expect(onPaper(decodeEscpos(job, 48).items)).toEqual(["{1x2|a}", "{b 1x2|b}"])
  })

  it("[PAPER-11] tells pulses, sounds, fences and status questions apart from paper", () => {
    const fence = bytes(GS, "(H", 6, 0, "00", "abcd")
    const job = bytes(ESC, "p", 0, 25, 250, ESC, "B", 2, 3, ...fence, GS, "r", 1, 0x10, 4, 1)
    expect(decodeEscpos(job, 48)).toEqual({
      items: [],
      events: [
        { kind: "drawer", pin: 2 },
        { kind: "buzzer" },
        { kind: "fence", id: "abcd" },
        { kind: "status", command: "GS r" },
        { kind: "status", command: "DLE EOT" },
      ],
    })
  })

  it("[PAPER-11] goes on below a line that is too long, as a printer does", () => {
    const [first, second] = decodeEscpos(bytes("x".repeat(50), LF), 48).items
    expect(first).toMatchObject({ kind: "line", wrapped: true })
    expect(second).toMatchObject({ kind: "line", wrapped: false })
  })

  it("[PAPER-11] fails on an unknown command, an orphan byte and a letter outside the page", () => {
    expect(faultOf(bytes("a", ESC, 0x7f, "b", LF))).toBe("byte 1: no command begins with 1b7f620a")
    expect(faultOf(bytes("a", LF, 0x00, "b", LF))).toBe("byte 2: no command begins with 00620a")
    expect(faultOf(bytes(ESC, "t", 16, 0x81, LF))).toBe("byte 3: 81 is no character of windows1252")
    expect(faultOf(bytes(ESC, "t", 99, "a", LF))).toBe("byte 3: code page 99 is none that we know")
  })

  it("[PAPER-11] fails on a cut or a picture in the middle of a line, where printers ignore it", () => {
    expect(faultOf(bytes("table 12", GS, "V", 1))).toBe(
      "byte 8: 1d56 with 8 characters waiting on the line",
    )
    expect(faultOf(bytes("a", GS, "v0", 0, 1, 0, 1, 0, 255, LF))).toContain("1 characters waiting")
  })

  it("[PAPER-11] fails on text that never leaves the printer's buffer", () => {
    expect(faultOf(bytes("a", LF, "bc"))).toBe("byte 4: 2 characters never left the buffer")
  })

  it("[PAPER-11] fails on a drawer pulse without its times, which would swallow what follows", () => {
    // escpos 2.5.2 sends `ESC p 0` and no more: the cut's first two bytes become the times.
    expect(faultOf(bytes(ESC, "p", 0, GS, "V", 1))).toContain("no command begins with 01")
  })

  it("[PAPER-11] fails wherever a byte is planted into or lost from the commands of a real chit", () => {
    for (const encode of [encodeReceipt, encodeEscpos]) {
      const job = encode(dinner, generic(48))
      const whole = onPaper(decodeEscpos(job, 48).items).join("\n")
      for (let at = 0; at <= job.length; at += 7) {
        const planted = Uint8Array.of(...job.subarray(0, at), 0x01, ...job.subarray(at))
        const { fault, items } = readEscpos(planted, 48)
        expect(fault !== undefined || onPaper(items).join("\n") !== whole).toBe(true)
      }
      expect(readEscpos(job.subarray(0, -1), 48).fault?.torn).toBe(true)
    }
  })
})
