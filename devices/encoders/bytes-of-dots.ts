import { bandsOf, burns, type Dots } from "./dots.ts"

/**
 * A picture for ESC/POS; the paper moves as far as it is high.
 *
 * @see Epson ESC/POS, GS v 0: `1D 76 30 m xL xH yL yH`, then rows of bytes, most significant bit leftmost
 */
export const gsV0 = (dots: Dots): Uint8Array => {
  const rowBytes = dots.width / 8
  return withHeader(
    [0x1d, 0x76, 0x30, 0, rowBytes & 0xff, rowBytes >> 8, dots.height & 0xff, dots.height >> 8],
    withoutRealTime(dots.rows),
  )
}

/** The same for StarPRNT. @see StarPRNT command specifications 4.01, ESC GS S: `1B 1D 53 m xL xH yL yH n`, rows as above */
export const escGsS = (dots: Dots): Uint8Array => {
  const rowBytes = dots.width / 8
  return withHeader(
    [0x1b, 0x1d, 0x53, 1, rowBytes & 0xff, rowBytes >> 8, dots.height & 0xff, dots.height >> 8, 0],
    dots.rows,
  )
}

/**
 * The same for Star Line: bands of 24 dots, column by column, each fed by exactly its height.
 *
 * @see Star Line Mode specifications, ESC X: `1B 58 nL nH`, three bytes a column from the top; ESC I: feeds n/8 mm
 */
export const escX = (dots: Dots): Uint8Array =>
  Buffer.concat(
    bandsOf(dots, 24).flatMap((band) => {
      const columns = new Uint8Array(band.width * 3)
      for (let x = 0; x < band.width; x += 1) {
        for (let y = 0; y < band.height; y += 1) {
          if (!burns(band, x, y)) continue
          const at = x * 3 + (y >> 3)
          columns[at] = (columns[at] ?? 0) | (0x80 >> (y & 7))
        }
      }
      return [
        Uint8Array.of(0x1b, 0x58, band.width & 0xff, band.width >> 8),
        columns,
        Uint8Array.of(0x1b, 0x49, band.height),
      ]
    }),
  )

const withHeader = (header: ReadonlyArray<number>, rows: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(header.length + rows.length)
  bytes.set(header)
  bytes.set(rows, header.length)
  return bytes
}

/**
 * DLE EOT, DLE ENQ and DLE DC4 are obeyed wherever they stand, in the middle of a picture too: a drawer would open and
 * the status that answers would be taken for the fence. One more dot in the byte before, and they are none.
 */
const withoutRealTime = (rows: Uint8Array): Uint8Array => {
  let safe = rows
  for (let at = rows.indexOf(0x10); at >= 0; at = rows.indexOf(0x10, at + 1)) {
    if (!realTime.has(rows[at + 1] ?? 0)) continue
    if (safe === rows) safe = rows.slice()
    safe[at] = 0x18
  }
  return safe
}

const realTime: ReadonlySet<number> = new Set([0x04, 0x05, 0x14])
