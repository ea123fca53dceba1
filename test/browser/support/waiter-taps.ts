import type { BrowserContextOptions, Locator, Page } from "playwright-core"

/** What a waiter holds in one hand. */
export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
}

export const openTable = (page: Page, name: string): Promise<void> =>
  page.getByRole("button", { name: `Table ${name}:` }).click()

export const addDish = async (page: Page, category: string, dish: string): Promise<void> => {
  await page
    .getByRole("navigation", { name: "Menu" })
    .getByRole("button", { name: category })
    .click()
  await page.getByRole("button", { name: `Add ${dish}` }).click()
}

/**
 * Twice on the same spot, the second time when what the first one opened lies under the finger.
 *
 * @param apartMs by the page's clock, which stands still
 */
export const doubleTap = async (
  page: Page,
  on: Locator,
  opened: Locator,
  apartMs: number,
): Promise<void> => {
  await on.scrollIntoViewIfNeeded()
  const { x = 0, y = 0, width = 0, height = 0 } = (await on.boundingBox()) ?? {}
  const tap = () => page.touchscreen.tap(x + width / 2, y + height / 2)
  await tap()
  await opened.waitFor()
  await page.clock.fastForward(apartMs)
  await tap()
}
