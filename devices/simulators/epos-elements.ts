import type { PrintHead } from "./print-head.ts"

/** One element of a document with all that stands in it. */
export interface EposElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly text: string
}

/** What each element may say, and what it does. Add one only with its meaning. */
interface EposCommand {
  /** Values of each attribute that it may have. */
  readonly attributes: Readonly<Record<string, RegExp>>
  /** Attributes that must be there. */
  readonly needs?: ReadonlyArray<string>
  /** Nothing may stand in it. */
  readonly empty?: boolean
  /** @returns what is wrong */
  readonly run: (head: PrintHead, element: EposElement) => string | undefined
}

/** @returns what is wrong with the element, for a printer as strict as its schema */
export const runElement = (head: PrintHead, element: EposElement): string | undefined => {
  const command = commands[element.name]
  if (command === undefined) return `<${element.name}> is no element of ours`
  for (const [name, value] of Object.entries(element.attributes)) {
    const allowed = command.attributes[name]
    if (allowed === undefined) return `<${element.name}> has no ${name}`
    if (!allowed.test(value)) return `<${element.name} ${name}="${value}"> is out of range`
  }
  const missing = command.needs?.find((name) => element.attributes[name] === undefined)
  if (missing !== undefined) return `<${element.name}> without ${missing}`
  if (command.empty === true && element.text !== "") return `<${element.name}> with text in it`
  if (element.name !== "text" && head.pending > 0)
    return `<${element.name}> with ${head.pending} characters waiting on the line`
  return command.run(head, element)
}

const side = /^(left|center|right)$/
const truth = /^(true|false)$/
const upTo255 = /^([1-9]|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])$/
const size = /^[1-8]$/

/** @see Epson ePOS-Print XML User's Manual, chapter "XML Reference", one entry per element */
const commands: Readonly<Record<string, EposCommand>> = {
  text: {
    attributes: {
      lang: /^(en|fr|de|ja|ko|zh-hans|zh-hant|mul)$/,
      font: /^font_[abc]$/,
      align: side,
      em: truth,
      reverse: truth,
      ul: truth,
      width: size,
      height: size,
    },
    run: (head, { attributes, text }) => {
      const { align, em, reverse, ul, width, height, font } = attributes
      if (align !== undefined) {
        if (head.pending > 0) return "align in the middle of a line"
        head.align = align as "left" | "center" | "right"
      }
      if (font !== undefined) {
        head.font = "abc".indexOf(font.slice(-1))
        if (head.machine.fonts[head.font] === undefined) return `${font} is none of this model`
      }
      if (em !== undefined) head.bold = em === "true"
      if (reverse !== undefined) head.inverse = reverse === "true"
      if (ul !== undefined) head.underline = ul === "true"
      if (width !== undefined) head.width = Number(width)
      if (height !== undefined) head.height = Number(height)
      for (const char of text) {
        if (char === "\n") head.lineFeed()
        else if (head.machine.letters.has(char)) head.put(char, "")
        else return `U+${char.codePointAt(0)?.toString(16)} is no letter of its font`
      }
      return undefined
    },
  },
  feed: {
    attributes: { unit: upTo255, line: upTo255 },
    empty: true,
    run: (head, { attributes: { unit, line = "1" } }) => {
      if (unit !== undefined) head.feed(Number(unit))
      else for (let count = 0; count < Number(line); count += 1) head.lineFeed()
      return undefined
    },
  },
  image: {
    attributes: {
      width: /^[1-9]\d{0,3}$/,
      height: /^[1-9]\d{0,3}$/,
      color: /^color_1$/,
      mode: /^mono$/,
      align: side,
    },
    needs: ["width", "height"],
    run: (head, { attributes, text }) => {
      const [width, height] = [Number(attributes["width"]), Number(attributes["height"])]
      if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return "<image> other than base64"
      const rows = Uint8Array.from(Buffer.from(text, "base64"))
      const rowBytes = Math.ceil(width / 8)
      if (rows.length !== rowBytes * height)
        return `<image> of ${rows.length} bytes for ${width} x ${height}`
      if (rowBytes * 8 >= head.machine.dots + 8) return `${width} dots are off the paper`
      head.items.push({ kind: "raster", width: rowBytes * 8, height, rows, align: head.align })
      return undefined
    },
  },
  symbol: {
    attributes: {
      type: /^qrcode_model_2$/,
      level: /^level_[lmqh]$/,
      width: /^([1-9]|1[0-6])$/,
      align: side,
    },
    needs: ["type", "level", "width"],
    run: (head, { attributes: { width, align }, text }) => {
      if (text === "") return "<symbol> of nothing"
      if (align !== undefined) head.align = align as "left" | "center" | "right"
      head.items.push({ kind: "qr", text, module: Number(width), align: head.align })
      return undefined
    },
  },
  barcode: {
    attributes: {
      type: /^code128$/,
      hri: /^none$/,
      width: /^[2-6]$/,
      height: upTo255,
      align: side,
    },
    needs: ["type", "width", "height"],
    run: (head, { attributes: { width, align }, text }) => {
      if (!text.startsWith("{B")) return "<barcode> other than set B"
      const [data, module] = [text.slice(2), Number(width)]
      if ((11 * (data.length + 2) + 13) * module > head.machine.dots)
        return "a barcode that is wider than the paper is not printed"
      if (align !== undefined) head.align = align as "left" | "center" | "right"
      head.items.push({ kind: "barcode", text: data, module, align: head.align })
      return undefined
    },
  },
  sound: {
    attributes: {
      pattern: /^pattern_([a-e]|[1-9]|10)$/,
      repeat: upTo255,
      cycle: /^[1-9]\d{3,4}$/,
    },
    needs: ["pattern"],
    empty: true,
    run: (head) => {
      head.events.push({ kind: "buzzer" })
      return undefined
    },
  },
  pulse: {
    attributes: { drawer: /^drawer_[12]$/, time: /^pulse_[1-5]00$/ },
    empty: true,
    run: (head, { attributes: { drawer } }) => {
      head.events.push({ kind: "drawer", pin: drawer === "drawer_2" ? 5 : 2 })
      return undefined
    },
  },
  cut: {
    attributes: { type: /^(no_feed|feed|reserve)$/ },
    empty: true,
    run: (head, { attributes: { type = "reserve" } }) => {
      if (type !== "no_feed") head.items.push({ kind: "feed", dots: 120 })
      head.items.push({ kind: "cut", partial: true })
      return undefined
    },
  },
}
