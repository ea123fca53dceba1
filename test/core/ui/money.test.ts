import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { amountOf, money, typedAmount } from "#core/ui/money.ts"

describe("an amount of money", () => {
  it.each([
    ["12.50", "EUR", 1250],
    ["12,5", "EUR", 1250],
    [" 12 ", "EUR", 1200],
    ["0", "EUR", 0],
    ["1200", "JPY", 1200],
    ["1.234", "KWD", 1234],
  ])("[MENUPAGE-1] is read from %j in %s", (text, currency, amount) => {
    expect(amountOf(text, currency)).toBe(amount)
  })

  it.each([
    ["", "EUR"],
    ["12.505", "EUR"],
    ["12.5", "JPY"],
    ["-3", "EUR"],
    ["1 200", "EUR"],
    ["1,200.00", "EUR"],
    ["12€", "EUR"],
  ])("[MENUPAGE-1] is not guessed from %j in %s", (text, currency) => {
    expect(amountOf(text, currency)).toBeUndefined()
  })

  it("[MENUPAGE-1] is the same after it was written into a field", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9_999_999 }),
        fc.constantFrom("EUR", "JPY", "KWD"),
        fc.constantFrom("en" as const, "fr" as const),
        (amount, currency, language) => {
          expect(amountOf(typedAmount(amount, currency, language), currency)).toBe(amount)
        },
      ),
    )
  })

  it("is written as the language does", () => {
    expect(money(1250, "EUR", "en")).toBe("€12.50")
    expect(money(1250, "EUR", "fr")).toBe("12,50\u00a0€")
  })
})
