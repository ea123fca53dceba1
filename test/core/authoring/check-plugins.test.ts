import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { checkPlugins } from "#core/authoring/check-plugins.ts"
import { breakingChange } from "#core/authoring/event-changes.ts"
import { makePlugin } from "#core/authoring/make-plugin.ts"
import { checkout } from "./checkout.ts"

const project = join(import.meta.dirname, "..", "..", "..")
const place = checkout()

const checked = (folder: string, keys: ReadonlyArray<string> = [], record = false) =>
  Effect.runPromise(checkPlugins(folder, keys, record))

describe("the check of plugins", () => {
  it("[AUTHOR-5] finds nothing in the plugins of this repository", () => {
    const { status, stdout, stderr } = spawnSync(
      "npm",
      ["run", "--silent", "plugin", "--", "check"],
      {
        cwd: project,
        encoding: "utf8",
      },
    )
    expect(stdout + stderr).toBe("")
    expect(status).toBe(0)
  })

  it("[AUTHOR-6] names everything that is wrong with a plugin at once, each with its file", async () => {
    await Effect.runPromise(
      makePlugin(place.folder, "tips", ["routes", "events", "ui", "migrations"]),
    )
    expect(await checked(place.folder, ["tips"], true)).toEqual([])
    const read = (file: string) => readFileSync(join(place.folder, file), "utf8")
    place.write({
      "plugins/tips/module.toml": read("plugins/tips/module.toml")
        .replace('orders = "^1.0.0"', 'orders = "^2.0.0"')
        .replace("TipsPage", "JarPage")
        .replace('["orders.order_placed@1"]', "[]"),
      "plugins/tips/i18n/fr.json": read("plugins/tips/i18n/fr.json").replace(
        /\n.*permission\.tips\.read.*/,
        "",
      ),
      "plugins/tips/i18n/de.json": '{ "name": "Trinkgeld" }',
      "plugins/tips/migrations/expand/0002-drop.sql": "drop table plg_tips.note;\n",
      "plugins/tips/contract.events.json": read("plugins/tips/contract.events.json").replace(
        /"orderId"/g,
        '"order"',
      ),
    })
    const faults = await checked(place.folder, ["tips"])
    for (const fault of [
      /^plugins\/tips: DEPENDENCY_VERSION: .*\^2\.0\.0/,
      /^plugins\/tips: MIGRATION_REFUSED: .*0002-drop\.sql/,
      /^plugins\/tips: EVENT_UNDECLARED: tips\.count_orders/,
      /^plugins\/tips: module\.toml: the component "JarPage" should be ui\/jar-page\.tsx/,
      /^plugins\/tips: i18n\/fr\.json: "permission\.tips\.read" is missing/,
      /^plugins\/tips: i18n\/de\.json: "description" is missing/,
      /^plugins\/tips: contract\.ts: tips\.order_counted@1 changed \(.*order is gone/,
    ])
      expect(faults).toContainEqual(expect.stringMatching(fault))
    expect(await checked(place.folder, ["tips"], true)).toEqual(faults)
  })

  it("[AUTHOR-7] ends with 1 when something is wrong, and says which plugin there is not", () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [join(project, "core/authoring/plugin-command-line.ts"), "check", "nothing"],
      { encoding: "utf8" },
    )
    expect(status).toBe(1)
    expect(stderr).toBe('There is no plugin "nothing" in plugins/\n')
  })
})

describe("an event of a contract", () => {
  const fact = (properties: object, required: ReadonlyArray<string> = Object.keys(properties)) =>
    ({ schema: { type: "object", properties, required } }) as Parameters<typeof breakingChange>[0]
  const text = { type: "string" }

  it("[AUTHOR-8] may grow what is optional, and change nothing else", () => {
    const before = fact({ a: text, b: text }, ["a"])
    const same = fact({ b: { ...text, description: "Said anew" }, a: text, c: text }, ["a"])
    expect(breakingChange(before, same)).toBeUndefined()
    for (const [now, why] of [
      [fact({ a: text }), /b is gone/],
      [fact({ a: text, b: { type: "integer" } }, ["a"]), /b\.type was "string" and is "integer"/],
      [fact({ a: text, b: text }), /required was "a" and is "a","b"/],
      [fact({ a: text, b: text }, []), /required was "a" and is/],
      [fact({ a: text, b: text, c: text }, ["a", "c"]), /c/],
    ] as const)
      expect(breakingChange(before, now)).toMatch(why)
    const kinds = (...names: ReadonlyArray<string>) =>
      fact({ kind: { type: "string", enum: names } })
    expect(breakingChange(kinds("bar", "pass"), kinds("pass", "bar"))).toBeUndefined()
    expect(breakingChange(kinds("bar"), kinds("bar", "pass"))).toMatch(/enum/)
  })
})
