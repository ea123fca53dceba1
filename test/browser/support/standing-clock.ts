import type { Page } from "playwright-core"

/** How far ahead of now a page's clock is halted, in ms; a busy machine needs the later ones. */
const aheadMs = [500, 1000, 2000, 4000]

/**
 * Halts the page's own clock. It can be halted only at a moment that has not come yet, and a busy
 * machine may take longer to say so than the moment was ahead. None is as far ahead as the hub may be silent.
 */
export const haltClock = async (page: Page): Promise<void> => {
  for (const ahead of aheadMs) {
    try {
      return await page.clock.pauseAt(Date.now() + ahead)
    } catch (cause) {
      if (ahead === aheadMs.at(-1) || !String(cause).includes("to the past")) throw cause
    }
  }
}
