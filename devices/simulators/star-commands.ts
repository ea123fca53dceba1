import { checked, fixed, type Grammar, isOn, u16 } from "./byte-walk.ts"
import type { PrintHead } from "./print-head.ts"

/** What StarPRNT and Star Line have in common. @see Star's StarPRNT and Star Line Mode command specifications */
const shared: Grammar = {
  "1b40": { ...fixed(0, (head) => head.reset()), atLineStart: true },
  // CAN: forgets what waits on the line.
  "18": { ...fixed(0, () => undefined), atLineStart: true },
  "1b1e46": {
    ...checked(1, (head, [font = 0]) => {
      if (head.machine.fonts[font % 48] === undefined) return `font ${font} is none of this model`
      head.font = font % 48
      return undefined
    }),
    atLineStart: true,
  },
  "1b1d74": fixed(1, (head, [page = 0]) => {
    head.page = page
  }),
  "1b45": fixed(0, (head) => {
    head.bold = true
  }),
  "1b46": fixed(0, (head) => {
    head.bold = false
  }),
  "1b34": fixed(0, (head) => {
    head.inverse = true
  }),
  "1b35": fixed(0, (head) => {
    head.inverse = false
  }),
  "1b2d": fixed(1, (head, [on = 0]) => {
    head.underline = isOn(on)
  }),
  "1b69": checked(2, (head, [high = 0, wide = 0]) => {
    if (high > 5 || wide > 5) return `ESC i ${high} ${wide} is no size`
    head.height = high + 1
    head.width = wide + 1
    return undefined
  }),
  "1b1d61": {
    ...checked(1, (head, [side = 0]) => {
      const align = (["left", "center", "right"] as const)[side % 48]
      if (align === undefined) return `ESC GS a ${side} is no side`
      head.align = align
      return undefined
    }),
    atLineStart: true,
  },
  // A quarter and an eighth of a millimetre; the head has eight dots to one.
  "1b4a": fixed(1, (head, [quarters = 0]) => head.feed(quarters * 2)),
  "1b61": fixed(1, (head, [lines = 0]) => head.feed(lines * head.spacing)),
  "1b30": fixed(0, (head) => {
    head.spacing = 24
  }),
  "1b7a": fixed(1, (head, [amount = 0]) => {
    head.spacing = isOn(amount) ? 32 : 24
  }),
  "1b64": {
    ...checked(1, (head, [mode = 0]) => {
      if (mode % 48 > 3) return `ESC d ${mode} is no cut`
      // 2 and 3 go out to the blade first: some twelve millimetres.
      if (mode % 48 > 1) head.items.push({ kind: "feed", dots: 96 })
      head.items.push({ kind: "cut", partial: isOn(mode) })
      return undefined
    }),
    atLineStart: true,
  },
  "1b62": {
    length: (rest) => {
      const end = rest.indexOf(0x1e, 4)
      return end < 0 ? undefined : end + 1
    },
    atLineStart: true,
    run: (head, parameters) => {
      const [kind = 0, text, width = 0] = parameters
      if (kind % 48 !== 6) return "ESC b other than CODE128"
      if (text !== 1) return "ESC b: the text of a barcode is printed by us"
      if (width < 1 || width > 3) return `ESC b ${width} is no width`
      const module = width + 1
      const data = Buffer.from(parameters.subarray(4, -1)).toString("latin1")
      if ((11 * (data.length + 2) + 13) * module > head.machine.dots)
        return "a barcode that is wider than the paper is not printed"
      head.items.push({ kind: "barcode", text: data, module, align: head.align })
      return undefined
    },
  },
  "1b1d7953": checked(2, (head, [what, value = 0]) => {
    if (what === 0x30) return value === 2 ? undefined : `QR model ${value}`
    if (what === 0x31) return value <= 3 ? undefined : `QR correction ${value}`
    if (what !== 0x32 || value < 1 || value > 8) return `ESC GS y S ${what} ${value}`
    head.qr = { ...head.qr, module: value }
    return undefined
  }),
  "1b1d7944": {
    length: ([, , low, high]) => (high === undefined ? undefined : 4 + u16(low, high)),
    run: (head, parameters) => {
      if (parameters[0] !== 0x31 || parameters[1] !== 0) return "ESC GS y D other than 1 0"
      head.qr = { ...head.qr, text: Buffer.from(parameters.subarray(4)).toString("latin1") }
      return undefined
    },
  },
  "1b1d7950": {
    ...checked(0, (head) => {
      if (head.qr.text === "") return "a QR code that was never stored"
      head.items.push({ kind: "qr", ...head.qr, align: head.align })
      return undefined
    }),
    atLineStart: true,
  },
  // Lengths of the drawer's pulse; BEL or SUB gives it.
  "1b07": fixed(2, () => undefined),
  "07": fixed(0, (head) => pulse(head, 2)),
  "1a": fixed(0, (head) => pulse(head, 5)),
  "1b1d07": checked(3, (head, [channel = 0, on = 0, off = 0]) => {
    if (channel < 1 || channel > 2 || on < 1 || off < 1) return "ESC GS BEL out of range"
    head.events.push({ kind: "buzzer" })
    return undefined
  }),
  "17": fixed(0, (head) => {
    head.events.push({ kind: "fence", id: "" })
  }),
  // Begins and ends a document for one host of several.
  "1b1d03": fixed(3, (head, [what]) => {
    if (what === 1) head.events.push({ kind: "fence", id: "" })
  }),
}

const pulse = (head: PrintHead, pin: 2 | 5) => {
  head.events.push({ kind: "drawer", pin })
}

export const starPrntGrammar: Grammar = {
  ...shared,
  "1b49": fixed(1, (head, [eighths = 0]) => head.feed(eighths)),
  "1b1d53": {
    length: ([, xL, xH, yL, yH, colour]) =>
      colour === undefined ? undefined : 6 + u16(xL, xH) * u16(yL, yH),
    atLineStart: true,
    run: (head, parameters) => {
      const [tones, xL, xH, yL, yH, colour] = parameters
      if (tones !== 1 || colour !== 0) return "ESC GS S other than black and white"
      const [rowBytes, height] = [u16(xL, xH), u16(yL, yH)]
      if (rowBytes > 128 || rowBytes * 8 >= head.machine.dots + 8)
        return `${rowBytes * 8} dots are off the paper`
      const rows = parameters.slice(6)
      head.items.push({ kind: "raster", width: rowBytes * 8, height, rows, align: head.align })
      return undefined
    },
  },
}

export const starLineGrammar: Grammar = {
  ...shared,
  // A band of 24 dots waits like a line of text until it is fed.
  "1b58": {
    length: ([nL, nH]) => (nH === undefined ? undefined : 2 + u16(nL, nH) * 3),
    atLineStart: true,
    run: (head, parameters) => {
      const width = u16(parameters[0], parameters[1])
      if (head.band !== undefined) return "a band of dots on top of another"
      if (width % 8 !== 0 || width >= head.machine.dots + 8)
        return `${width} dots are off the paper`
      head.band = { width, columns: parameters.slice(2) }
      return undefined
    },
  },
  "1b49": checked(1, (head, [eighths = 0]) => {
    if (head.band === undefined) {
      head.feed(eighths)
      return undefined
    }
    const rows = rowsOf(head.band, eighths)
    if (rows === undefined) return `ESC I ${eighths} prints the next band over this one`
    const last = head.items.at(-1)
    // Bands that touch are one picture.
    if (last?.kind === "raster" && last.width === head.band.width)
      head.items[head.items.length - 1] = {
        ...last,
        height: last.height + eighths,
        rows: Buffer.concat([last.rows, rows]),
      }
    else
      head.items.push({
        kind: "raster",
        width: head.band.width,
        height: eighths,
        rows,
        align: head.align,
      })
    head.band = undefined
    return undefined
  }),
}

/** Three bytes a column to rows of bytes; undefined when dots burn below the height that is fed. */
const rowsOf = (
  { width, columns }: { readonly width: number; readonly columns: Uint8Array },
  height: number,
): Uint8Array | undefined => {
  if (height < 1 || height > 24) return undefined
  const rows = new Uint8Array((width * height) / 8)
  for (let x = 0; x < width; x += 1)
    for (let y = 0; y < 24; y += 1) {
      if (((columns[x * 3 + (y >> 3)] ?? 0) & (0x80 >> (y & 7))) === 0) continue
      if (y >= height) return undefined
      const at = (y * width + x) >> 3
      rows[at] = (rows[at] ?? 0) | (0x80 >> (x & 7))
    }
  return rows
}
