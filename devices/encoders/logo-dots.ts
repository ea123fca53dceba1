import { Resvg } from "@resvg/resvg-js"
import { wrongLogo } from "#core/hub/logo.ts"
import { type Dots, dotsWhere } from "./dots.ts"

/**
 * A logo in dots: as large as it is, shrunk where the paper is too narrow or it is taller than 3 cm, its greys shaken
 * into dots. Undefined when it is no picture: the chit matters more than what stands on top of it.
 *
 * @param png base64
 * @param paper dots across
 */
export const logoDots = (png: string, paper: number): Dots | undefined => {
  const key = `${paper}/${png}`
  if (drawn.has(key)) return drawn.get(key)
  const dots = wrongLogo(png) === undefined ? draw(png, paper) : undefined
  if (drawn.size >= drawnLimit) drawn.delete(drawn.keys().next().value as string)
  drawn.set(key, dots)
  return dots
}

/** A restaurant has one or two; each is at most 64 KiB and 18 KiB of dots. */
const drawn = new Map<string, Dots | undefined>()
const drawnLimit = 64

const tallest = 240

const draw = (png: string, paper: number): Dots | undefined => {
  const header = Buffer.from(png.slice(0, 32), "base64")
  const [width, height] = [header.readUInt32BE(16), header.readUInt32BE(20)]
  const scale = Math.min(1, paper / width, tallest / height)
  const [across, down] = [
    Math.max(1, Math.floor(width * scale)),
    Math.max(1, Math.floor(height * scale)),
  ]
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${across}" height="${down}"><image href="data:image/png;base64,${png}" width="${across}" height="${down}"/></svg>`
  const { pixels } = new Resvg(svg, { font: { loadSystemFonts: false } }).render()
  const dots = dithered(pixels, across, down)
  // What the renderer cannot read it leaves out without a word.
  return dots.rows.some((bits) => bits > 0) ? dots : undefined
}

/**
 * Floyd and Steinberg: the error of each dot is carried to its neighbours right and below.
 *
 * @param pixels RGBA; transparent is paper
 */
const dithered = (pixels: Uint8Array, width: number, height: number): Dots => {
  const light = new Float32Array(width * height)
  for (let at = 0; at < light.length; at += 1) {
    const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.subarray(at * 4, at * 4 + 4)
    light[at] = 255 - alpha + 0.299 * red + 0.587 * green + 0.114 * blue
  }
  const carry = (x: number, y: number, error: number) => {
    if (x >= 0 && x < width && y < height)
      light[y * width + x] = (light[y * width + x] ?? 0) + error
  }
  return dotsWhere(width, height, (x, y) => {
    const grey = light[y * width + x] ?? 255
    const burns = grey < 128
    const error = grey - (burns ? 0 : 255)
    carry(x + 1, y, (error * 7) / 16)
    carry(x - 1, y + 1, (error * 3) / 16)
    carry(x, y + 1, (error * 5) / 16)
    carry(x + 1, y + 1, error / 16)
    return burns
  })
}
