import { describe, expect, it } from "vitest"
import { cellsOf, graphemesOf, printable } from "#devices/encoders/printable-text.ts"

describe("text before it is printed", () => {
  it("has its accents composed, so that a printer can spell them", () => {
    expect(printable("Cre\u0300me bru\u0302le\u0301e")).toBe("Crème brûlée")
  })

  it("has one kind of space and no line breaks", () => {
    expect(printable("12\u202f€\u00a0:\tdeux\nlignes")).toBe("12 € : deux lignes")
  })

  it("keeps the non-joiner that Persian spells with, and drops it elsewhere", () => {
    expect(printable("می\u200cخواهم")).toBe("می\u200cخواهم")
    expect(printable("a\u200cb")).toBe("ab")
  })

  it("shows half a character as a replacement, not as nothing", () => {
    expect(printable("a\ud800b")).toBe("a\ufffdb")
  })

  it("takes two columns for an ideograph or an emoji and one for anything else", () => {
    expect(cellsOf("Crème")).toBe(5)
    expect(cellsOf("味噌")).toBe(4)
    expect(cellsOf("🎂")).toBe(2)
    expect(cellsOf("دجاج")).toBe(4)
    expect(cellsOf("e\u0327\u0301")).toBe(1)
    expect(graphemesOf("👩‍🍳x")).toHaveLength(2)
  })
})
