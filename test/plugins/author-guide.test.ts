import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { Effect } from "effect"
import { describe, expect, it, vi } from "vitest"
import { checkPlugins } from "#core/authoring/check-plugins.ts"
import { checkout } from "#test/core/authoring/checkout.ts"
import { guideFiles } from "#test/core/authoring/guide-files.ts"

const test = Object.keys(guideFiles).find((name) => name.endsWith(".test.ts")) ?? ""
const place = checkout()
place.write(guideFiles)

describe("the plugin of the authors' guide", () => {
  it("[AUTHOR-9] passes the check of plugins as it is printed", async () => {
    expect(Object.keys(guideFiles).length).toBeGreaterThan(12)
    expect(await Effect.runPromise(checkPlugins(place.folder, ["tip_jar"], false))).toEqual([])
  })
})

describe("[AUTHOR-10] the test of the authors' guide", async () => {
  vi.stubEnv("HEARD_TEST_PLUGINS", join(place.folder, "plugins", "tip_jar"))
  await import(pathToFileURL(join(place.folder, test)).href)
})
