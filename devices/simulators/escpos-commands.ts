import type { PrintHead } from "./print-head.ts"

/** One command of the grammar. Add one only with its meaning: a command that is skipped hides what it does. */
export interface EscposCommand {
  /** Bytes after the command's name, read from them when they say so; undefined when they break off before that. */
  readonly length: (rest: Uint8Array) => number | undefined
  /** Printers ignore it in the middle of a line, or push the line out: either way the ticket is not as meant. */
  readonly atLineStart?: boolean
  /** @returns what is wrong with the parameters */
  readonly run: (head: PrintHead, parameters: Uint8Array) => string | undefined
}

/** The name, in hexadecimal, of the command that begins here. */
export const commandAt = (bytes: Uint8Array, offset: number): string | undefined =>
  [3, 2]
    .map((size) => Buffer.from(bytes.subarray(offset, offset + size)).toString("hex"))
    .find((name) => name in commands)

/** @see Epson ESC/POS command reference, one line per command */
export const commands: Readonly<Record<string, EscposCommand>> = {
  "1b40": { ...fixed(0, (head) => head.reset()), atLineStart: true },
  "1b74": fixed(1, (head, [page = 0]) => {
    head.page = page
  }),
  "1b45": fixed(1, (head, [on = 0]) => {
    head.bold = isOn(on)
  }),
  // Double strike looks like emphasis and is switched by itself; none of our encoders needs both.
  "1b2d": fixed(1, (head, [thickness = 0]) => {
    head.underline = thickness % 48 !== 0
  }),
  "1d42": fixed(1, (head, [on = 0]) => {
    head.inverse = isOn(on)
  }),
  "1d21": checked(1, (head, [size = 0]) => {
    if ((size & 0x88) !== 0) return `GS ! ${size} is no size`
    head.width = (size >> 4) + 1
    head.height = (size & 7) + 1
    return undefined
  }),
  // Sets all of its modes at once: whoever sends it after ESC E loses the emphasis.
  "1b21": fixed(1, (head, [mode = 0]) => {
    head.bold = (mode & 8) !== 0
    head.height = (mode & 16) !== 0 ? 2 : 1
    head.width = (mode & 32) !== 0 ? 2 : 1
    head.underline = (mode & 128) !== 0
  }),
  "1b4d": checked(1, (_head, [font = 0]) =>
    font % 48 === 0 ? undefined : `font ${font}: columns are counted in font A`,
  ),
  "1b61": {
    ...checked(1, (head, [side = 0]) => {
      const align = (["left", "center", "right"] as const)[side % 48]
      if (align === undefined) return `ESC a ${side} is no side`
      head.align = align
      return undefined
    }),
    atLineStart: true,
  },
  "1b32": fixed(0, (head) => {
    head.spacing = 30
  }),
  "1b33": fixed(1, (head, [dots = 0]) => {
    head.spacing = dots
  }),
  "1b4a": fixed(1, (head, [dots = 0]) => {
    if (head.pending > 0) head.lineFeed()
    head.items.push({ kind: "feed", dots })
  }),
  "1b64": fixed(1, (head, [lines = 0]) => {
    if (head.pending > 0) head.lineFeed()
    head.items.push({ kind: "feed", dots: lines * head.spacing })
  }),
  // Single-byte characters: what every page above assumes.
  "1c2e": fixed(0, () => undefined),
  "1d56": {
    length: (rest) => (rest.length === 0 ? undefined : feedsBeforeCut(rest[0] ?? 0) ? 2 : 1),
    atLineStart: true,
    run: (head, [mode = 0, dots = 0]) => {
      if (![0, 1, 48, 49, 65, 66].includes(mode)) return `GS V ${mode} is no cut`
      if (feedsBeforeCut(mode)) head.items.push({ kind: "feed", dots })
      head.items.push({ kind: "cut", partial: mode % 2 === (feedsBeforeCut(mode) ? 0 : 1) })
      return undefined
    },
  },
  "1d7630": {
    length: ([, xL, xH, yL, yH]) => (yH === undefined ? undefined : 5 + u16(xL, xH) * u16(yL, yH)),
    atLineStart: true,
    run: (head, parameters) => {
      const [mode = 0, xL, xH, yL, yH] = parameters
      if (mode % 48 !== 0) return `GS v 0 ${mode}: scaled bit images are not ours`
      const [rowBytes, height] = [u16(xL, xH), u16(yL, yH)]
      const rows = parameters.slice(5)
      head.items.push({ kind: "raster", width: rowBytes * 8, height, rows, align: head.align })
      return undefined
    },
  },
  "1b70": fixed(3, (head, [pin = 0]) => {
    head.events.push({ kind: "drawer", pin: pin % 48 === 0 ? 2 : 5 })
  }),
  // Not Epson's: the buzzer of most other makers.
  "1b42": fixed(2, (head) => {
    head.events.push({ kind: "buzzer" })
  }),
  "1d2848": {
    length: ([pL, pH]) => (pH === undefined ? undefined : 2 + u16(pL, pH)),
    run: (head, parameters) => {
      const id = parameters.subarray(4)
      if (parameters[2] !== 0x30 || id.length !== 4) return "GS ( H other than a 4 byte process id"
      head.events.push({ kind: "fence", id: Buffer.from(id).toString("latin1") })
      return undefined
    },
  },
  "1d72": fixed(1, (head) => {
    head.events.push({ kind: "status", command: "GS r" })
  }),
  "1d61": fixed(1, (head) => {
    head.events.push({ kind: "status", command: "GS a" })
  }),
  "1d49": fixed(1, (head) => {
    head.events.push({ kind: "status", command: "GS I" })
  }),
  "1004": fixed(1, (head) => {
    head.events.push({ kind: "status", command: "DLE EOT" })
  }),
}

function fixed(
  length: number,
  run: (head: PrintHead, parameters: Uint8Array) => void,
): EscposCommand {
  return {
    length: () => length,
    run: (head, parameters) => {
      run(head, parameters)
      return undefined
    },
  }
}

function checked(length: number, run: EscposCommand["run"]): EscposCommand {
  return { length: () => length, run }
}

/** Only the lowest bit of a switch counts: `0`, `1` and the digits both work. */
function isOn(value: number): boolean {
  return (value & 1) === 1
}

function feedsBeforeCut(mode: number): boolean {
  return mode === 65 || mode === 66
}

function u16(low = 0, high = 0): number {
  return low + high * 256
}
