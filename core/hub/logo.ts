/** Bytes of a logo's PNG at most. */
export const mostLogoBytes = 64 * 1024
/** Pixels of a side at most: a small file may unpack to gigabytes. */
export const mostLogoSide = 2048

/**
 * What is wrong with a logo, in words for a person; undefined when nothing is. Reads no further than the header: whether
 * the picture behind it can be drawn shows on paper.
 *
 * @param base64 a PNG
 * @see PNG 1.2 §3.1 signature, §4.1.1 IHDR: width and height as 32 bit numbers from byte 16
 */
export const wrongLogo = (base64: string): string | undefined => {
  if (base64.length > Math.ceil(mostLogoBytes / 3) * 4) return "Expected at most 64 KiB"
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) return "Expected base64"
  const bytes = Buffer.from(base64, "base64")
  if (!bytes.subarray(0, 8).equals(signature) || bytes.toString("latin1", 12, 16) !== "IHDR")
    return "Expected a PNG"
  if (bytes.length < 24) return "Expected a whole PNG"
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  return Math.min(width, height) >= 1 && Math.max(width, height) <= mostLogoSide
    ? undefined
    : `Expected 1 to ${mostLogoSide} pixels a side, not ${width} x ${height}`
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
