import { readFileSync } from "node:fs"

/**
 * The code points that a TrueType font draws, read from its `cmap`.
 *
 * Asked before drawing: a renderer leaves a character out, without a word, when no font has it.
 *
 * @throws when the file has no Unicode table of format 4 or 12; every font of this project has one
 * @see OpenType 1.9 "cmap": format 4 covers U+0000..FFFF in segments, format 12 everything in groups
 */
export const fontCoverage = (file: string): ReadonlySet<number> => {
  const bytes = readFileSync(file)
  const font = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const cmap = tableOffset(font, "cmap")
  const points = new Set<number>()
  for (let index = 0; index < font.getUint16(cmap + 2); index += 1) {
    const table = cmap + font.getUint32(cmap + 8 + index * 8)
    const format = font.getUint16(table)
    if (format === 12) addGroups(font, table, points)
    else if (format === 4) addSegments(font, table, points)
  }
  if (points.size === 0) throw new Error(`no Unicode character map in ${file}`)
  return points
}

const tableOffset = (font: DataView, tag: string): number => {
  for (let index = 0; index < font.getUint16(4); index += 1) {
    const record = 12 + index * 16
    const name = String.fromCharCode(...[0, 1, 2, 3].map((at) => font.getUint8(record + at)))
    if (name === tag) return font.getUint32(record + 8)
  }
  throw new Error(`the font has no ${tag} table`)
}

const addGroups = (font: DataView, table: number, points: Set<number>) => {
  for (let index = 0; index < font.getUint32(table + 12); index += 1) {
    const group = table + 16 + index * 12
    const last = font.getUint32(group + 4)
    for (let point = font.getUint32(group); point <= last; point += 1) points.add(point)
  }
}

const addSegments = (font: DataView, table: number, points: Set<number>) => {
  const doubled = font.getUint16(table + 6)
  for (let at = 0; at < doubled; at += 2) {
    const end = font.getUint16(table + 14 + at)
    const start = font.getUint16(table + 16 + doubled + at)
    const delta = font.getUint16(table + 16 + doubled * 2 + at)
    const rangeAt = table + 16 + doubled * 3 + at
    const range = font.getUint16(rangeAt)
    for (let point = start; point <= end && point < 0xffff; point += 1) {
      const glyph =
        range === 0
          ? (point + delta) & 0xffff
          : font.getUint16(rangeAt + range + (point - start) * 2)
      if (glyph !== 0) points.add(point)
    }
  }
}
