import { crc32, deflateSync } from "node:zlib"
import type { Dots } from "./dots.ts"

/**
 * Dots as a PNG of one bit each: printers that draw pictures by themselves have little memory, and refuse what unpacks to
 * megabytes of colour (CloudPRNT answers 511).
 *
 * @see PNG 1.2: grey of one bit, 0 is black; every row begins with its filter, here none
 */
export const pngOf = ({ width, height, rows }: Dots): Uint8Array => {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([1, 0, 0, 0, 0], 8)
  const rowBytes = width / 8
  const light = new Uint8Array((rowBytes + 1) * height)
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < rowBytes; x += 1)
      light[y * (rowBytes + 1) + 1 + x] = ~(rows[y * rowBytes + x] ?? 0) & 0xff
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk("IHDR", header),
    pngChunk("IDAT", deflateSync(light)),
    pngChunk("IEND", Buffer.alloc(0)),
  ])
}

const pngChunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(data.length, 0)
  chunk.set(body, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}

/**
 * Dots as a PDF of one page, as large as the paper.
 *
 * @param dpi dots to the inch
 * @see ISO 32000-1 §7.5 file structure, §8.9.5 images: `Decode [1 0]` because a set bit burns
 */
export const pdfOf = ({ width, height, rows }: Dots, dpi: number): Uint8Array => {
  const points = (dots: number) => ((dots * 72) / dpi).toFixed(2)
  const [margin, across, down] = [points(marginDots), points(width), points(height)]
  const page = `[0 0 ${points(width + 2 * marginDots)} ${points(height + 2 * marginDots)}]`
  const image = deflateSync(rows)
  const drawing = Buffer.from(`q ${across} 0 0 ${down} ${margin} ${margin} cm /Paper Do Q`)
  const objects: ReadonlyArray<Buffer> = [
    Buffer.from("<< /Type /Catalog /Pages 2 0 R >>"),
    Buffer.from("<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
    Buffer.from(
      `<< /Type /Page /Parent 2 0 R /MediaBox ${page} /Resources << /XObject << /Paper 4 0 R >> >> /Contents 5 0 R >>`,
    ),
    pdfStream(
      `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceGray /BitsPerComponent 1 /Decode [1 0] /Filter /FlateDecode`,
      image,
    ),
    pdfStream("", drawing),
  ]
  const parts = [Buffer.from("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", "latin1")]
  let length = parts[0]?.length ?? 0
  const offsets = objects.map((object, index) => {
    const offset = length
    const part = Buffer.concat([
      Buffer.from(`${index + 1} 0 obj\n`),
      object,
      Buffer.from("\nendobj\n"),
    ])
    parts.push(part)
    length += part.length
    return `${String(offset).padStart(10, "0")} 00000 n \n`
  })
  const count = objects.length + 1
  parts.push(
    Buffer.from(
      `xref\n0 ${count}\n0000000000 65535 f \n${offsets.join("")}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(parts)
}

/** Bare paper around the printable width. */
const marginDots = 24

const pdfStream = (entries: string, data: Uint8Array): Buffer =>
  Buffer.concat([
    Buffer.from(`<< ${entries} /Length ${data.length} >>\nstream\n`),
    data,
    Buffer.from("\nendstream"),
  ])
