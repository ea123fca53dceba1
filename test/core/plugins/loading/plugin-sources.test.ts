import { join } from "node:path"
import { it } from "@effect/vitest"
import { Effect } from "effect"
import { describe, expect } from "vitest"
import { checkDefinitions } from "#core/plugins/loading/definition-check.ts"
import { discoverPlugins } from "#core/plugins/loading/discovery.ts"
import type { PluginSources } from "#core/plugins/loading/plugin-sources.ts"
import { resolvePlugins } from "#core/plugins/manifest/resolver.ts"
import { entry, manifest, pluginFolders } from "#test/core/plugins/plugin-folders.ts"

/** What a start would load from these files, and what it says of the rest. */
const started = (
  files: Readonly<Record<string, string>>,
  sources: Omit<PluginSources, "root" | "packageFolders"> = {},
) =>
  Effect.gen(function* () {
    const folder = yield* pluginFolders(files)
    const found = yield* discoverPlugins({
      ...sources,
      root: join(folder, "plugins"),
      packageFolders: [join(folder, "node_modules"), join(folder, "data", "node_modules")],
    })
    const { order, problems } = resolvePlugins(checkDefinitions(found))
    return {
      found,
      order,
      problems: Object.fromEntries(
        [...problems].map(([key, list]) => [
          key,
          list.map(({ code, detail }) => `${code}: ${detail}`),
        ]),
      ),
    }
  })

const plugin = (key: string, more = "", folder = `plugins/${key}`) => ({
  [`${folder}/module.toml`]: manifest(key, more),
  [`${folder}/plugin.js`]: entry(key),
})

describe("config.toml", () => {
  it.effect("[PLUGIN-10] limits what this process loads, and runs nothing of the others", () =>
    Effect.gen(function* () {
      const { order, problems } = yield* started(
        {
          ...plugin("kds"),
          ...plugin("orders"),
          "plugins/orders/plugin.js": "throw new Error('it ran')",
          ...plugin("printer"),
          "plugins/printer/module.toml": `${manifest("printer")}[requires]\norders = "*"\n`,
        },
        { enabled: ["kds", "printer", "ordres"] },
      )
      expect(order).toEqual(["kds"])
      expect(problems).toEqual({
        orders: ["NOT_ENABLED_HERE: [modules] enabled in config.toml does not list it"],
        ordres: [
          'MANIFEST_MISSING: config.toml lists it, but there is no such plugin; did you mean "orders"?',
        ],
        printer: ['DEPENDENCY_MISSING: It requires "orders", which cannot be loaded'],
      })
    }),
  )

  it.effect("[PLUGIN-11] names packages, which are found in the project and beside the data", () =>
    Effect.gen(function* () {
      const { order, problems } = yield* started(
        {
          ...plugin("kds"),
          ...plugin("loyalty", "", "data/node_modules/@vendor/heard-loyalty"),
          ...plugin("tips", "", "node_modules/heard-tips"),
          ...plugin("kds", "", "node_modules/heard-kds"),
          ...plugin("unlisted", "", "node_modules/heard-unlisted"),
        },
        { packages: ["@vendor/heard-loyalty", "heard-tips", "heard-kds", "heard-nowhere"] },
      )
      expect(order).toEqual(["kds", "loyalty", "tips"])
      expect(problems).toEqual({
        "heard-kds": ['KEY_DUPLICATE: Its key "kds" is taken by another plugin'],
        "heard-nowhere": [
          "PACKAGE_MISSING: config.toml lists this package, but it is not installed",
        ],
      })
    }),
  )

  it.effect("[PLUGIN-11] lets a package's code import the hub's own SDK and its effect", () =>
    Effect.gen(function* () {
      const { order, problems } = yield* started(
        {
          ...plugin("loyalty", "", "data/node_modules/@vendor/heard-loyalty"),
          "data/node_modules/@vendor/heard-loyalty/package.json": '{"type":"module"}',
          "data/node_modules/@vendor/heard-loyalty/plugin.js": `
            import { Effect } from "effect"
            import { definePlugin } from "#core/plugins/sdk.ts"
            export default definePlugin({ key: "loyalty", setup: { rooms: Effect.succeed([]) } })`,
        },
        { packages: ["@vendor/heard-loyalty"] },
      )
      expect(problems).toEqual({})
      expect(order).toEqual(["loyalty"])
    }),
  )
})

describe("a plugin that was renamed", () => {
  it.effect("[PLUGIN-2] cannot be loaded beside the one that it was", () =>
    Effect.gen(function* () {
      const { order, problems } = yield* started({
        ...plugin("ticket_designer", 'renamed_from = ["ticket_desingner"]'),
        ...plugin("ticket_desingner"),
      })
      expect(order).toEqual(["ticket_desingner"])
      expect(problems).toEqual({
        ticket_designer: [
          'KEY_DUPLICATE: It was renamed from "ticket_desingner", but a plugin of that key is still there',
        ],
      })
    }),
  )
})

describe("words of a plugin", () => {
  it.effect("[PLUGIN-13] are read by language, and a torn file keeps nobody from cooking", () =>
    Effect.gen(function* () {
      const { found, order, problems } = yield* started({
        ...plugin("kds"),
        "plugins/kds/i18n/fr.json": '{ "name": "Cuisine" }',
        "plugins/kds/i18n/de.json": '{ "name": 3 }',
        "plugins/kds/i18n/it.json": "{",
        "plugins/kds/i18n/german.txt": "",
      })
      expect(order).toEqual(["kds"])
      expect(found[0]?.translations).toEqual({ fr: { name: "Cuisine" } })
      expect(problems).toEqual({
        kds: [
          "TRANSLATION_INVALID: i18n/de.json: name: Expected string",
          "TRANSLATION_INVALID: i18n/german.txt: a language is named like fr.json or pt-BR.json",
          expect.stringMatching(/^TRANSLATION_INVALID: i18n\/it\.json: .*JSON/),
        ],
      })
    }),
  )
})
