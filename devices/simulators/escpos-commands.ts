import { checked, fixed, type Grammar, isOn, u16 } from "./byte-walk.ts"

/** @see Epson ESC/POS command reference, one line per command */
export const escposGrammar: Grammar = {
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
    head.font = mode & 1
    head.bold = (mode & 8) !== 0
    head.height = (mode & 16) !== 0 ? 2 : 1
    head.width = (mode & 32) !== 0 ? 2 : 1
    head.underline = (mode & 128) !== 0
  }),
  "1b4d": {
    ...checked(1, (head, [font = 0]) => {
      if (head.machine.fonts[font % 48] === undefined) return `font ${font} is none of this model`
      head.font = font % 48
      return undefined
    }),
    atLineStart: true,
  },
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
    head.feed(dots)
  }),
  "1b64": fixed(1, (head, [lines = 0]) => {
    head.feed(lines * head.spacing)
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
      if (rowBytes * 8 >= head.machine.dots + 8) return `${rowBytes * 8} dots are off the paper`
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
  // Epson's own buzzer: a pattern, so many times.
  "1b2841": {
    length: ([pL, pH]) => (pH === undefined ? undefined : 2 + u16(pL, pH)),
    run: (head, [pL, , fn, pattern = 0, times = 0]) => {
      if (pL !== 3 || fn !== 97 || pattern < 1 || pattern > 7 || times < 1)
        return "ESC ( A other than a pattern of sound"
      head.events.push({ kind: "buzzer" })
      return undefined
    },
  },
  "1d68": fixed(1, (head, [height = 0]) => {
    head.barcode = { ...head.barcode, height }
  }),
  "1d77": checked(1, (head, [module = 0]) => {
    if (module < 2 || module > 6) return `GS w ${module} is no width`
    head.barcode = { ...head.barcode, module }
    return undefined
  }),
  "1d48": checked(1, (_head, [text = 0]) =>
    text % 48 === 0 ? undefined : "GS H: the text of a barcode is printed by us",
  ),
  "1d6b": {
    length: ([, count]) => (count === undefined ? undefined : 2 + count),
    atLineStart: true,
    run: (head, [kind, , brace, set, ...data]) => {
      if (kind !== 73 || brace !== 0x7b || set !== 0x42) return "GS k other than CODE128, set B"
      const { barcode, align } = head
      const text = Buffer.from(data).toString("latin1")
      if ((11 * (text.length + 2) + 13) * barcode.module > head.machine.dots)
        return "a barcode that is wider than the paper is not printed"
      head.items.push({ kind: "barcode", text, module: barcode.module, align })
      return undefined
    },
  },
  "1d286b": {
    length: ([pL, pH]) => (pH === undefined ? undefined : 2 + u16(pL, pH)),
    run: (head, [, , kind, fn, ...rest]) => {
      if (kind !== 49) return "GS ( k other than a QR code"
      const [first = 0] = rest
      switch (fn) {
        case 65:
          return first === 50 ? undefined : `QR model ${first}`
        case 67:
          head.qr = { ...head.qr, module: first }
          return first >= 1 && first <= 16 ? undefined : `QR module of ${first} dots`
        case 69:
          return first >= 48 && first <= 51 ? undefined : `QR correction ${first}`
        case 80:
          head.qr = { ...head.qr, text: Buffer.from(rest.slice(1)).toString("latin1") }
          return undefined
        case 81: {
          if (head.pending > 0) return "a QR code in the middle of a line"
          if (head.qr.text === "") return "a QR code that was never stored"
          head.items.push({ kind: "qr", ...head.qr, align: head.align })
          return undefined
        }
        default:
          return `GS ( k function ${fn}`
      }
    },
  },
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

const feedsBeforeCut = (mode: number): boolean => mode === 65 || mode === 66
