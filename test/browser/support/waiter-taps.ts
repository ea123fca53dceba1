import type { BrowserContextOptions, Page } from "playwright-core"

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
