/** Black and white picture of a print head's dots: rows of bytes, the most significant bit leftmost, 1 burns. */
export interface Dots {
  /** A multiple of 8. */
  readonly width: number
  readonly height: number
  readonly rows: Uint8Array
}

/** Dots up to a whole byte. */
export const wholeBytes = (dots: number): number => Math.ceil(dots / 8) * 8

/** Whether the dot burns; outside of the picture nothing does. */
export const burns = ({ width, height, rows }: Dots, x: number, y: number): boolean =>
  x >= 0 &&
  x < width &&
  y >= 0 &&
  y < height &&
  ((rows[(y * width + x) >> 3] ?? 0) & (0x80 >> (x & 7))) !== 0

/** @param burning asked for every dot, row by row */
export const dotsWhere = (
  width: number,
  height: number,
  burning: (x: number, y: number) => boolean,
): Dots => {
  const whole = wholeBytes(width)
  const rows = new Uint8Array((whole * height) / 8)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if (!burning(x, y)) continue
      const at = (y * whole + x) >> 3
      rows[at] = (rows[at] ?? 0) | (0x80 >> (x & 7))
    }
  }
  return { width: whole, height, rows }
}

/** Dots darker than the middle burn; transparent is paper. @param pixels RGBA */
export const dotsOfPixels = (pixels: Uint8Array, width: number, height: number): Dots =>
  dotsWhere(width, height, (x, y) => {
    const at = (y * width + x) * 4
    return (pixels[at + 3] ?? 0) > 127 && (pixels[at] ?? 0) < 128
  })

/** The picture in the middle of a paper of so many dots. */
export const centred = (dots: Dots, paper: number): Dots => {
  const left = Math.max(0, Math.floor((paper - dots.width) / 16))
  const rowBytes = dots.width / 8
  const wide = wholeBytes(Math.max(paper, dots.width)) / 8
  const rows = new Uint8Array(wide * dots.height)
  for (let y = 0; y < dots.height; y += 1)
    rows.set(dots.rows.subarray(y * rowBytes, (y + 1) * rowBytes), y * wide + left)
  return { width: wide * 8, height: dots.height, rows }
}

/** The picture in bands of at most so many rows, from the top. */
export const bandsOf = ({ width, height, rows }: Dots, most: number): ReadonlyArray<Dots> =>
  Array.from({ length: Math.ceil(height / most) }, (_, index) => {
    const top = index * most
    const band = Math.min(most, height - top)
    return {
      width,
      height: band,
      rows: rows.subarray((top * width) / 8, ((top + band) * width) / 8),
    }
  })
