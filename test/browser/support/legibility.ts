import type { Page } from "playwright-core"

/**
 * Texts whose contrast with what lies behind them is below WCAG 2.2 level AA: 4.5, or 3 for large type (24 px, or
 * 18.66 px bold). Disabled controls are exempt there and here.
 */
export const illegibleTexts = (page: Page): Promise<ReadonlyArray<string>> =>
  page.evaluate(() => {
    // A colour on its way from one to the other is no colour that anybody reads.
    for (const animation of document.getAnimations())
      if (animation.effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
        animation.finish()
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true })
    if (canvas === null) throw new Error("no canvas")
    // The canvas knows every way to write a colour.
    const rgba = (colour: string): [number, number, number, number] => {
      canvas.clearRect(0, 0, 1, 1)
      canvas.fillStyle = colour
      canvas.fillRect(0, 0, 1, 1)
      const [r = 0, g = 0, b = 0, a = 0] = canvas.getImageData(0, 0, 1, 1).data
      return [r, g, b, a]
    }
    const luminance = (colour: string): number => {
      const [r, g, b] = rgba(colour)
        .slice(0, 3)
        .map((value) => {
          const share = value / 255
          return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
        })
      return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0)
    }
    const groundOf = (element: Element): string => {
      for (let at: Element | null = element; at !== null; at = at.parentElement) {
        const { backgroundColor } = getComputedStyle(at)
        if (rgba(backgroundColor)[3] === 255) return backgroundColor
      }
      return "white"
    }
    const found = new Set<string>()
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {
      const element = texts.currentNode.parentElement
      const text = texts.currentNode.textContent?.trim() ?? ""
      if (element === null || text === "" || element.getClientRects().length === 0) continue
      if (element.closest("noscript, .button:disabled, .only-read") !== null) continue
      const style = getComputedStyle(element)
      const [light = 0, dark = 0] = [style.color, groundOf(element)]
        .map(luminance)
        .toSorted((a, b) => b - a)
      const ratio = (light + 0.05) / (dark + 0.05)
      const px = Number.parseFloat(style.fontSize)
      const large = px >= 24 || (px >= 18.66 && Number(style.fontWeight) >= 700)
      if (ratio < (large ? 3 : 4.5)) found.add(`${ratio.toFixed(2)} ${element.className}: ${text}`)
    }
    return [...found]
  })
