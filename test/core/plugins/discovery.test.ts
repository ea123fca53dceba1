import { it } from "@effect/vitest"
import { Effect } from "effect"
import { describe, expect } from "vitest"
import { checkDefinitions } from "#core/plugins/definition-check.ts"
import { discoverPlugins } from "#core/plugins/discovery.ts"
import { loadPlugins } from "#core/plugins/loaded-plugin.ts"
import { MigrationFailed, PluginDatabase } from "#core/plugins/plugin-database.ts"
import type { PluginSources } from "#core/plugins/plugin-sources.ts"
import { entry, manifest, pluginFolders } from "./plugin-folders.ts"

const discovered = (
  files: Readonly<Record<string, string>>,
  sources: (root: string) => Partial<PluginSources> = () => ({}),
) =>
  Effect.gen(function* () {
    const root = yield* pluginFolders(files)
    const found = yield* discoverPlugins({ root, ...sources(root) })
    return Object.fromEntries(
      checkDefinitions(found).map(({ key, problems }) => [key, problems.map(({ code }) => code)]),
    )
  })

const route = (method: string, path: string, permission: string) =>
  `{ method: "${method}", path: "${path}", permission: "${permission}", summary: "", status: 200 }`

describe("a folder of plugins", () => {
  it.effect("[PLUGIN-2] is read to the end, whatever is wrong with a plugin in it", () =>
    Effect.gen(function* () {
      expect(
        yield* discovered({
          "empty/readme.md": "",
          "torn/module.toml": "key = ",
          "throws/module.toml": manifest("throws"),
          "throws/plugin.ts": "throw new Error('at start')",
          "nothing/module.toml": manifest("nothing"),
          "nothing/plugin.ts": "export const other = 1",
          "named/module.toml": manifest("named"),
          "named/plugin.ts": entry("another"),
          "seeds/module.toml": manifest("seeds", 'seed = { file = "seed.ts" }'),
          "seeds/plugin.ts": entry("seeds"),
          "numbered/module.toml": manifest("numbered", 'migrations = { dir = "migrations" }'),
          "numbered/plugin.ts": entry("numbered"),
          "numbered/migrations/expand/init.sql": "select 1",
          "sound/module.toml": manifest("sound"),
          "sound/plugin.ts": entry("sound"),
        }),
      ).toEqual({
        empty: ["MANIFEST_MISSING"],
        torn: ["MANIFEST_UNREADABLE"],
        throws: ["ENTRY_INVALID"],
        nothing: ["ENTRY_INVALID"],
        named: ["ENTRY_INVALID"],
        seeds: ["ENTRY_INVALID"],
        numbered: ["MIGRATION_REFUSED"],
        sound: [],
      })
    }),
  )

  it.effect("[PLUGIN-5] refuses code that does not keep to its manifest", () =>
    Effect.gen(function* () {
      const routes = [
        route("GET", "/things/:id", "greedy.read"),
        route("GET", "/things/:name", "greedy.read"),
        route("POST", "/things", "other.write"),
      ].join()
      expect(
        yield* discovered({
          "greedy/module.toml": `${manifest("greedy")}[permissions]\n"greedy.read" = "See"\n`,
          "greedy/plugin.ts": entry(
            "greedy",
            `routes: [${routes}], needs: [{ key: "test/Api" }, { key: "test/Nobody" }]`,
          ),
          "giver/module.toml": manifest("giver"),
          "giver/plugin.ts": entry("giver", 'provides: [{ key: "test/Api" }]'),
        }),
      ).toEqual({
        giver: [],
        greedy: [
          "DEPENDENCY_UNDECLARED",
          "DEPENDENCY_UNDECLARED",
          "ROUTE_DUPLICATE",
          "PERMISSION_UNDECLARED",
        ],
      })
    }),
  )

  it.effect("[PLUGIN-3] leaves out a plugin whose tables cannot be made, and who requires it", () =>
    Effect.gen(function* () {
      const root = yield* pluginFolders({
        "broken/module.toml": manifest("broken", 'migrations = { dir = "migrations" }'),
        "broken/plugin.ts": entry("broken"),
        "broken/migrations/expand/0001-init.sql": "create table nonsense",
        "leaf/module.toml": `${manifest("leaf")}[requires]\nbroken = "*"\n`,
        "leaf/plugin.ts": entry("leaf"),
        "sound/module.toml": manifest("sound"),
        "sound/plugin.ts": entry("sound"),
      })
      const never = () => {
        throw new Error("Nothing is asked of the database")
      }
      const { loaded, discovered } = yield* loadPlugins(
        { root },
        PluginDatabase.of({
          prepare: (plugin) =>
            plugin === "broken"
              ? Effect.fail(new MigrationFailed({ plugin, detail: "syntax" }))
              : Effect.void,
          migrateTenant: never,
          dryRun: never,
          purge: never,
          contractDue: never,
          contract: never,
          open: never,
          once: never,
        }),
      )
      expect([...loaded.keys()]).toEqual(["sound"])
      expect(discovered).toMatchObject([
        {
          key: "broken",
          loaded: false,
          problems: [{ code: "MIGRATION_FAILED", detail: "syntax" }],
        },
        { key: "leaf", loaded: false, problems: [{ code: "DEPENDENCY_MISSING" }] },
        { key: "sound", loaded: true, problems: [] },
      ])
    }),
  )
})
