import { describe, expect, it } from "vitest"
import { device, enqueue, type PrinterStory, printer } from "./printer-story.ts"

const cause = ({ queue }: PrinterStory) => queue.trouble?.cause

describe("a printer that is looked for and not found", () => {
  const sought = printer().at(0, device("lost", 1))

  it("[OFFICE-61] was never reached until it is there for the first time", () => {
    expect(cause(sought)).toBe("never_reached")
    // The hub was started anew, and looks again.
    const again = sought.at(60, device("lost", 2), enqueue(1))
    expect(cause(again)).toBe("never_reached")
    const there = again.at(90, device("ready", 2))
    expect(cause(there)).toBeUndefined()
    expect(cause(there.at(95, device("lost", 2)))).toBe("lost")
  })

  it("[OFFICE-61] was not in vain when the hub that starts misses it for a moment", () => {
    const known = printer().at(0, device("ready", 1))
    expect(cause(known.at(60, device("lost", 2), device("lost", 3)))).toBe("lost")
  })
})
