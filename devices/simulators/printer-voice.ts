import type { PaperStep } from "./paper-stream.ts"
import type { PaperStatus } from "./virtual-printer.ts"

/** What a printer says on its way back, in the words of its language. */
export interface PrinterVoice {
  /** Somebody has called, or the power is back: it says nothing unasked yet. */
  readonly begin: () => void
  /** Paper or cover changed. */
  readonly changed: () => void
  /** Questions that are answered at once, wherever they stand. */
  readonly heard: (bytes: Uint8Array) => void
  /** An element of the stream has had its turn. */
  readonly reached: (step: PaperStep) => void
}

/** What it speaks of, and by which wire. */
export interface VoiceOf {
  readonly say: (bytes: Uint8Array) => void
  readonly status: () => PaperStatus
  /** Which fence it knows. */
  readonly fence: () => "gs(h" | "gs-r" | "none"
  /** Whether it has an automatic status. */
  readonly unasked: () => boolean
}

const stands = ({ paper, coverOpen }: PaperStatus) => paper === "out" || coverOpen

export const escposVoice = ({ say, status, fence, unasked }: VoiceOf): PrinterVoice => {
  let automatic = false
  const changed = () => {
    if (!automatic || !unasked()) return
    const { paper, coverOpen } = status()
    const printer = 0x10 | (stands(status()) ? 0x08 : 0) | (coverOpen ? 0x20 : 0)
    say(Buffer.of(printer, 0, paper === "out" ? 0x0f : paper === "low" ? 0x03 : 0, 0))
  }
  const realTime = (n: number): number | undefined => {
    const { paper, coverOpen } = status()
    const out = paper === "out"
    const bits = {
      1: stands(status()) ? 0x08 : 0,
      2: (coverOpen ? 0x04 : 0) | (out ? 0x20 : 0),
      3: 0,
      4: out ? 0x6c : paper === "low" ? 0x0c : 0,
    }[n]
    return bits === undefined ? undefined : 0x12 | bits
  }
  return {
    begin: () => {
      automatic = false
    },
    changed,
    heard: (bytes) => {
      for (let n = 0; n + 2 < bytes.length; n += 1) {
        const answer =
          bytes[n] === 0x10 && bytes[n + 1] === 4 ? realTime(bytes[n + 2] ?? 0) : undefined
        if (answer !== undefined) say(Buffer.of(answer))
      }
    },
    reached: ({ name, parameters }) => {
      // As on the real ones, what starts a ticket afresh switches the automatic status off.
      if (name === "1b40") automatic = false
      if (name === "1d61") {
        automatic = (parameters[0] ?? 0) !== 0
        changed()
      }
      if (name === "1d72" && fence() !== "none") say(Buffer.of(status().paper === "low" ? 0x03 : 0))
      if (name === "1d2848" && fence() === "gs(h")
        say(Buffer.concat([Buffer.of(0x37, 0x22), parameters.subarray(4), Buffer.of(0)]))
      if (name === "1d49") say(Buffer.from(parameters[0] === 0x42 ? "_HEARD\0" : "_VP-1\0"))
    },
  }
}

/** @see Star's command specifications, "Automatic Status", as over Ethernet: with a length behind it */
export const starVoice = ({ say, status, fence, unasked }: VoiceOf): PrinterVoice => {
  let automatic = false
  let count = 0
  const whole = () => {
    const { paper, coverOpen } = status()
    const printer = (stands(status()) ? 0x08 : 0) | (coverOpen ? 0x20 : 0)
    const roll = paper === "out" ? 0x0c : paper === "low" ? 0x04 : 0
    const counted = ((count & 0x18) << 2) | ((count & 0x07) << 1)
    // One that counts nothing has a status of seven bytes.
    return fence() === "none"
      ? Buffer.of(0x0f, 0x80, printer, 0, 0, roll, 0, 0, 0)
      : Buffer.of(0x23, 0x80, printer, 0, 0, roll, 0, counted, 0, 0, 0)
  }
  const changed = () => {
    if (automatic && unasked()) say(whole())
  }
  return {
    begin: () => {
      automatic = false
    },
    changed,
    heard: (bytes) => {
      for (let n = bytes.indexOf(0x1b); n >= 0; n = bytes.indexOf(0x1b, n + 1))
        if (bytes[n + 1] === 0x06 && bytes[n + 2] === 0x01) say(whole())
    },
    reached: ({ name, parameters }) => {
      if (name === "18" || name === "1b1e45") count = 0
      if (name === "1b1e61") {
        automatic = (parameters[0] ?? 0) !== 0
        changed()
      }
      if (name === "17") {
        count = (count + 1) % 32
        changed()
      }
    },
  }
}
