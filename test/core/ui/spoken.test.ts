import { expect, it } from "vitest"
import { spoken } from "#core/ui/spoken.ts"

it("[UI-8] knows what a browser speaks that was started without a language", () => {
  expect(spoken(["en-US@posix", "fr_FR.UTF-8", "C", "", "de-ch"])).toEqual(["en-US", "de-CH"])
  for (const tag of spoken(["en-US@posix"]))
    expect(() => new Intl.DateTimeFormat(tag)).not.toThrow()
})
