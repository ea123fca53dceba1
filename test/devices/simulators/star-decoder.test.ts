import { describe, expect, it } from "vitest"
import { PrinterFault } from "#devices/simulators/byte-walk.ts"
import { machineOf } from "#devices/simulators/printer-machine.ts"
import { decodeStar, readStar, type StarLanguage } from "#devices/simulators/star-decoder.ts"
import { dinner } from "#test/devices/encoders/example-chits.ts"
import { onPaper } from "#test/devices/encoders/on-paper.ts"
import { encodeFor, pressNamed, profiles } from "#test/devices/encoders/on-press.ts"

const bytes = (...parts: ReadonlyArray<string | number>) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === "number" ? [part] : [...Buffer.from(part, "latin1")])),
  )
const ESC = 0x1b
const GS = 0x1d
const RS = 0x1e
const LF = 0x0a

const machine = machineOf(profiles.of("generic-starprnt"), 48)
const decode = (job: Uint8Array, language: StarLanguage = "starprnt") =>
  decodeStar(job, language, machine)

const faultOf = (job: Uint8Array, language: StarLanguage = "starprnt"): string => {
  try {
    decode(job, language)
  } catch (fault) {
    if (fault instanceof PrinterFault) return fault.message
    throw fault
  }
  return "no fault"
}

describe("the decoder of Star's languages", () => {
  it("[STAR-3] follows emphasis, size, white on black and the code page by Star's own numbers", () => {
    const job = bytes(
      ...[ESC, "E", "a", ESC, "F", ESC, "4", "b", ESC, "5", ESC, "i", 1, 1, "c", ESC, "i", 0, 0],
      ...[ESC, GS, "t", 4, 0xd5, ESC, GS, "t", 32, 0x80, LF],
    )
    expect(onPaper(decode(job).items)).toEqual(["{b|a}{i|b}{2x2|c}€€"])
  })

  it("[STAR-3] tells pulses, sounds and fences apart from paper", () => {
    const job = bytes(ESC, 7, 10, 50, 7, 0x1a, ESC, GS, 7, 1, 20, 20, 0x17, ESC, GS, 3, 1, 0, 0)
    expect(decode(job)).toEqual({
      items: [],
      events: [
        { kind: "drawer", pin: 2 },
        { kind: "drawer", pin: 5 },
        { kind: "buzzer" },
        { kind: "fence", id: "" },
        { kind: "fence", id: "" },
      ],
    })
  })

  it("[STAR-3] puts the bands of Star Line together, each as high as it is fed", () => {
    // One column of 24 burning dots, then one whose upper four burn.
    const band = (...dots: ReadonlyArray<number>) =>
      bytes(ESC, "X", 8, 0, ...dots, ...Array(21).fill(0))
    const job = bytes(...band(255, 255, 255), ESC, "I", 24, ...band(0xf0, 0, 0), ESC, "I", 4)
    const [picture, ...more] = decode(job, "starline").items
    expect(more).toEqual([])
    expect(picture).toMatchObject({ kind: "raster", width: 8, height: 28 })
    if (picture?.kind === "raster") expect([...picture.rows]).toEqual(Array(28).fill(0x80))
  })

  it("[STAR-3] fails on what a printer would not take as it was meant", () => {
    expect(faultOf(bytes("a", ESC, 0x7f, "b", LF))).toBe("byte 1: no command begins with 1b7f620a")
    expect(faultOf(bytes("a", LF, 0x0d, "b", LF))).toBe("byte 2: no command begins with 0d620a")
    expect(faultOf(bytes(ESC, GS, "t", 99, "a", LF))).toContain("code page 99 is none that we know")
    expect(faultOf(bytes("table 12", ESC, "d", 1))).toContain("8 characters waiting on the line")
    expect(faultOf(bytes("a", LF, "bc"))).toContain("2 characters never left the buffer")
    expect(faultOf(bytes(ESC, "b", 6, 1, 1, 64, "K-1"))).toBe("byte 0: 1b62 breaks off")
    expect(faultOf(bytes(ESC, "b", 6, 1, 3, 64, "x".repeat(32), RS))).toContain(
      "wider than the paper",
    )
    expect(faultOf(bytes(ESC, GS, "yP"))).toContain("a QR code that was never stored")
    expect(faultOf(bytes(ESC, GS, "S", 1, 129, 0, 1, 0, 0, ...Array(129).fill(0)))).toContain(
      "off the paper",
    )
    expect(
      faultOf(bytes(ESC, "X", 8, 0, ...Array(24).fill(255), ESC, "I", 12), "starline"),
    ).toContain("prints the next band over this one")
    expect(faultOf(bytes(ESC, "X", 8, 0, ...Array(24).fill(0)), "starline")).toContain(
      "a band of dots never left the buffer",
    )
  })

  it("[STAR-3] knows no picture of the other language", () => {
    expect(faultOf(bytes(ESC, "X", 8, 0, ...Array(24).fill(0), ESC, "I", 24))).toContain(
      "no command",
    )
    expect(faultOf(bytes(ESC, GS, "S", 1, 1, 0, 1, 0, 0, 0), "starline")).toContain("no command")
  })

  it("[STAR-3] fails wherever a byte is planted into or lost from a real chit", () => {
    for (const [key, language] of [
      ["star-mc-print3", "starprnt"],
      ["star-tsp654", "starline"],
    ] as const) {
      const job = encodeFor(dinner, pressNamed(key))
      const whole = onPaper(decode(job, language).items).join("\n")
      for (let at = 0; at <= job.length; at += 7) {
        const planted = Uint8Array.of(...job.subarray(0, at), 0x01, ...job.subarray(at))
        const { fault, items } = readStar(planted, language, machine)
        expect(fault !== undefined || onPaper(items).join("\n") !== whole).toBe(true)
      }
      expect(readStar(job.subarray(0, -1), language, machine).fault?.torn).toBe(true)
    }
  })
})
