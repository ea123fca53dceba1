import type { Browser, Page } from "playwright-core"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { runningHub } from "#test/support/running-hub.ts"
import { openBrowser, takeComplaints } from "./support/browser.ts"

const hub = runningHub([])
let browser: Browser

beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
})

const phone = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  locale: "fr-FR",
  timezoneId: "Europe/Paris",
}

const next = (page: Page) => page.getByRole("button", { name: "Continuer" }).click()

describe("a manager with the printed address", () => {
  it("[OFFICE-24] goes back a step on the phone, and finds what was typed after a reload", async () => {
    const context = await browser.newContext(phone)
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    await page.goto(`${hub.url()}/setup#token=${hub.setupToken()}`)
    const name = page.getByLabel("Nom du restaurant")
    const person = page.getByLabel("Votre nom")
    const password = page.getByLabel("Mot de passe", { exact: true })
    await name.fill("Le Port")
    await next(page)
    await person.fill("Anne Le Goff")
    await page.goBack()
    expect(await name.inputValue()).toBe("Le Port")
    await page.goForward()
    expect(await person.inputValue()).toBe("Anne Le Goff")
    // The button leads the same way as the phone, and leaves nothing behind that Back would come across.
    await page.getByRole("button", { name: "Retour" }).click()
    await name.waitFor()
    await next(page)
    await password.fill("une soupe bien chaude")
    await next(page)
    await page.getByRole("checkbox", { name: "Imprimantes de cuisine" }).uncheck()
    await next(page)

    await page.reload()
    await page.getByText("Il n’a pas été gardé").waitFor()
    expect(await person.inputValue()).toBe("Anne Le Goff")
    expect(await password.inputValue()).toBe("")
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain("soupe")
    await password.fill("une soupe bien chaude")
    await next(page)
    const printers = page.getByRole("checkbox", { name: "Imprimantes de cuisine" })
    expect(await printers.isChecked()).toBe(false)
    await context.close()
  })

  it("[OFFICE-1] opens the restaurant on a phone and stands on a working floor", async () => {
    const context = await browser.newContext(phone)
    const page = await context.newPage()
    page.setDefaultTimeout(20_000)
    await page.goto(`${hub.url()}/setup#token=${hub.setupToken()}`)

    await page.getByLabel("Nom du restaurant").fill("Chez Margaux & Œuf")
    expect(page.url()).toBe(`${hub.url()}/setup`)
    expect(await page.getByLabel("Nom court").inputValue()).toBe("chez-margaux-oeuf")
    await page.getByText("EUR · fr-FR · Europe/Paris").waitFor()
    await next(page)

    await page.getByLabel("Votre nom").fill("Margaux Perrin")
    expect(await page.getByLabel("Nom d’utilisateur", { exact: true }).inputValue()).toBe("margaux")
    await page.getByText("8 caractères ou plus").waitFor()
    await page.getByLabel("Mot de passe", { exact: true }).fill("password1")
    await next(page)

    const printers = page.getByRole("checkbox", { name: "Imprimantes de cuisine" })
    expect(await printers.isChecked()).toBe(true)
    const screens = page.getByRole("checkbox", { name: "Écrans de cuisine" })
    expect(await screens.isDisabled()).toBe(true)
    await next(page)
    await page.getByRole("button", { name: "Ouvrir le restaurant" }).click()

    // The hub knows the common passwords; the form leads back to the field and says so.
    await page.getByText("one of the passwords that are tried first").waitFor()
    await page.getByLabel("Mot de passe", { exact: true }).fill("une soupe bien chaude")
    await next(page)
    await next(page)
    await page.getByRole("button", { name: "Ouvrir le restaurant" }).click()

    await page.getByRole("heading", { name: "Aperçu" }).waitFor()
    await page.getByText("Bonjour, Margaux Perrin.").waitFor()
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain("soupe")
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain("Margaux")

    await page.goto(`${hub.url()}/handheld`)
    await page
      .getByRole("button", { name: /^Table 1/ })
      .first()
      .click()
    await page
      .getByRole("button", { name: /^Ajouter / })
      .first()
      .click()
    await page.getByRole("button", { name: /^Envoyer/ }).click()
    await page.getByText(/^Reçu/).first().waitFor()

    const kitchen = await context.newPage()
    await kitchen.goto(`${hub.url()}/kds`)
    await kitchen.getByRole("link").first().click()
    await kitchen.locator("main.kitchen").waitFor()
    await context.close()
    takeComplaints()
  })

  it("[OFFICE-2] finds the door closed for ever once a restaurant is open", async () => {
    const page = await browser.newPage({ locale: "en-GB" })
    await page.goto(`${hub.url()}/setup#token=${hub.setupToken()}`)
    await page.getByRole("heading", { name: "This hub is set up already" }).waitFor()
    await page.getByRole("link", { name: "Sign in" }).click()
    await page.getByLabel("Restaurant").fill("chez-margaux-oeuf")
    await page.getByLabel("User name").fill("margaux")
    await page.getByLabel("Password").fill("une soupe bien chaude")
    await page.keyboard.press("Enter")
    await page.getByRole("heading", { name: "Overview" }).waitFor()
    await page.close()
  })

  it("[OFFICE-26] signs in by the restaurant's name as it stands over the door", async () => {
    const page = await browser.newPage({ locale: "en-GB" })
    await page.goto(`${hub.url()}/admin`)
    await page.getByText("Its short name, for example bistro").waitFor()
    await page.setViewportSize(phone.viewport)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    await page.getByLabel("Restaurant").fill("Chez Margaux & Œuf")
    await page.getByLabel("User name").fill("margaux")
    await page.getByLabel("Password").fill("une soupe bien chaude")
    await page.keyboard.press("Enter")
    await page.getByRole("heading", { name: "Overview" }).waitFor()
    await page.close()
  })
})
