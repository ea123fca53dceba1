import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { Effect } from "effect"
import { describe, expect, it, vi } from "vitest"
import { checkPlugins } from "#core/authoring/check-plugins.ts"
import { makePlugin } from "#core/authoring/make-plugin.ts"
import { checkout } from "./checkout.ts"
import { guideFiles } from "./guide-files.ts"

const project = join(import.meta.dirname, "..", "..", "..")
const place = checkout()
const made = (key: string, ...parts: ReadonlyArray<string>) =>
  Effect.runPromise(makePlugin(place.folder, key, parts))

const whole = await made("night_audit", "routes", "events", "ui", "migrations")
for (const [key, ...parts] of [
  ["bare"],
  ["says_something", "routes"],
  ["shows_something_with_a_rather_long_name", "ui"],
  ["t2", "routes", "migrations"],
] as const)
  await made(key, ...parts)
place.write(guideFiles)

describe("a new plugin", () => {
  // In one run of the compiler, for each reads the whole project.
  it("[AUTHOR-1] [AUTHOR-9] passes formatter, linter and compiler as it is made, with any of its parts, and as the guide prints it", () => {
    expect(Object.keys(guideFiles)).toContain("plugins/tip_jar/plugin.ts")
    expect(place.complaints()).toBe("")
  }, 120_000)

  it("[AUTHOR-2] has nothing that the check of plugins would find, once its events are recorded", async () => {
    const keys = ["night_audit", "bare", "says_something", "t2"]
    const check = (record: boolean) => Effect.runPromise(checkPlugins(place.folder, keys, record))
    expect(await check(true)).toEqual([])
    expect(await check(false)).toEqual([])
  })

  it("[AUTHOR-3] is refused in one line when its key cannot be, or is taken", () => {
    const refused = (...args: ReadonlyArray<string>) => {
      const { status, stderr } = spawnSync(
        process.execPath,
        [join(project, "core/authoring/plugin-command-line.ts"), "new", ...args],
        { encoding: "utf8" },
      )
      expect(status).toBe(1)
      return stderr
    }
    for (const key of ["Tips", "tip-jar", "t", "../tips", "1st", "x".repeat(41)])
      expect(refused(key)).toBe(
        `"${key}" is no key: 2 to 40 lower-case letters, digits and underscores, a letter first\n`,
      )
    expect(refused("kds")).toBe("plugins/kds is there already\n")
    expect(refused("tips", "--with", "routes,magic")).toBe(
      '--with takes routes, events, ui, migrations; "magic" is none of them\n',
    )
    expect(existsSync(join(project, "plugins", "tips"))).toBe(false)
  })
})

describe("[AUTHOR-4] the test that a new plugin is made with", async () => {
  vi.stubEnv("HEARD_TEST_PLUGINS", join(place.folder, "plugins", "night_audit"))
  const test = whole.find((file) => file.endsWith(".test.ts")) ?? ""
  await import(pathToFileURL(join(place.folder, test)).href)
})
