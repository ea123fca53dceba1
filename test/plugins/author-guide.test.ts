import { readFileSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { Effect } from "effect"
import { describe, expect, it, vi } from "vitest"
import { checkPlugins } from "#core/authoring/check-plugins.ts"
import { checkout } from "#test/core/authoring/checkout.ts"

const guide = readFileSync(join(import.meta.dirname, "../../plugins/README.md"), "utf8")

/** Blocks that say which file they are. */
const files = Object.fromEntries(
  [...guide.matchAll(/^```\w+ ((?:plugins|test)\/\S+)\n(.*?)^```$/gms)].map(
    ([, name = "", text = ""]) => [name, text],
  ),
)
const test = Object.keys(files).find((name) => name.endsWith(".test.ts")) ?? ""
const place = checkout()
place.write(files)

describe("the plugin of the authors' guide", () => {
  it("[AUTHOR-9] passes formatter, linter, compiler and the check of plugins as it is printed", async () => {
    expect(Object.keys(files).length).toBeGreaterThan(12)
    expect(place.complaints()).toBe("")
    expect(await Effect.runPromise(checkPlugins(place.folder, ["tip_jar"], false))).toEqual([])
  }, 120_000)
})

describe("[AUTHOR-10] the test of the authors' guide", async () => {
  vi.stubEnv("HEARD_TEST_PLUGINS", join(place.folder, "plugins", "tip_jar"))
  await import(pathToFileURL(join(place.folder, test)).href)
})
