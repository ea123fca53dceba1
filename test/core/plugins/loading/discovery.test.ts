import { it } from "@effect/vitest"
import { Effect } from "effect"
import { describe, expect } from "vitest"
import { checkDefinitions } from "#core/plugins/loading/definition-check.ts"
import { discoverPlugins } from "#core/plugins/loading/discovery.ts"
import { loadPlugins } from "#core/plugins/loading/loaded-plugin.ts"
import type { PluginSources } from "#core/plugins/loading/plugin-sources.ts"
import { MigrationFailed, PluginDatabase } from "#core/plugins/plugin-database.ts"
import { entry, manifest, pluginFolders } from "#test/core/plugins/plugin-folders.ts"

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

  it.effect("[PLUGIN-5] keeps commands, views, handlers, jobs and pages to the manifest", () =>
    Effect.gen(function* () {
      const event = '{ name: "orders.fired", version: 1 }'
      const ui = `ui = { slots = [
        { slot = "order.aside", component = "Aside", permission = "giver.read" },
        { slot = "order.aside", component = "Aside", permission = "orders.read" }] }`
      expect(
        yield* discovered({
          "greedy/module.toml": `${manifest("greedy", ui)}[requires]\ngiver = "*"\n`,
          "greedy/plugin.ts": entry(
            "greedy",
            `commands: [{ op: "other.do", permission: "greedy.read" }],
             views: [{ name: "greedy/all", permission: "greedy.read" }],
             subscriptions: [{ id: "greedy.hear", event: ${event} }, { id: "greedy.hear", event: ${event} }],
             jobs: [{ id: "greedy.nightly", cron: "at four" }]`,
          ),
          "giver/module.toml": `${manifest("giver")}[permissions]\n"giver.read" = "See"\n`,
          "giver/plugin.ts": entry("giver"),
        }),
      ).toEqual({
        giver: [],
        greedy: [
          "PERMISSION_UNDECLARED",
          "PERMISSION_UNDECLARED",
          "ENTRY_INVALID",
          "ID_FOREIGN",
          "ID_DUPLICATE",
          "EVENT_UNDECLARED",
          "EVENT_UNDECLARED",
          "PERMISSION_UNDECLARED",
        ],
      })
    }),
  )

  it.effect("[PLUGIN-12] waits for a plugin's code for 5 s, and for no other plugin's", () =>
    Effect.gen(function* () {
      const began = performance.now()
      expect(
        yield* discovered({
          "hangs/module.toml": manifest("hangs"),
          "hangs/plugin.ts": "await new Promise(() => {})\nexport default {}",
          "sound/module.toml": manifest("sound"),
          "sound/plugin.ts": entry("sound"),
        }),
      ).toEqual({ hangs: ["ENTRY_INVALID"], sound: [] })
      expect(performance.now() - began).toBeLessThan(8_000)
    }),
  )

  it.effect("[MIG-10] names every file of a migration folder that cannot be one", () =>
    Effect.gen(function* () {
      const root = yield* pluginFolders({
        "kds/module.toml": manifest("kds", 'migrations = { dir = "migrations" }'),
        "kds/plugin.ts": entry("kds"),
        "kds/migrations/expnad/0001-init.sql": "",
        "kds/migrations/expand/0001-init.sql": "create table x (a int);\ndrop table y",
        "kds/migrations/expand/0001-twin.sql": "",
        "kds/migrations/expand/init.sql": "",
        "kds/migrations/contract/0001-drop.sql": "drop table x",
        "kds/migrations/contract/0002-drop.sql": "-- heard:after-version 2.0.0\ndrop table x",
        "kds/migrations/tenant/0001-plain.sql": "update x set a = 1",
        "kds/migrations/tenant/0002-code.ts": "export const up = () => 1",
        "kds/migrations/tenant/0003-none.ts": "export const down = () => 1",
        "kds/migrations/tenant/0004-torn.ts": "throw new Error('at start')",
      })
      const [kds] = yield* discoverPlugins({ root })
      expect(kds?.problems.map(({ code, detail }) => `${code}: ${detail}`)).toEqual([
        'MIGRATION_REFUSED: expnad: did you mean "expand"?',
        "MIGRATION_REFUSED: expand/0001-twin.sql: expand/0001-init.sql has the same number",
        "MIGRATION_REFUSED: expand/init.sql: a migration is named like 0001-init.sql",
        expect.stringMatching(/expand\/0001-init.sql, line 2: "drop" is not additive/),
        expect.stringMatching(/contract\/0001-drop.sql: it begins with/),
        expect.stringMatching(/tenant\/0003-none.ts: it must export a function named up/),
        expect.stringMatching(/tenant\/0004-torn.ts: at start/),
      ])
      expect(kds?.migrations).toMatchObject({
        contract: [{ id: 2, name: "0002-drop", afterVersion: "2.0.0" }],
        tenant: [
          { id: 1, name: "0001-plain", text: "update x set a = 1" },
          { id: 2, name: "0002-code", up: expect.any(Function) },
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
      const { loaded, discovered, prepared } = yield* loadPlugins(
        { root },
        PluginDatabase.of({
          prepare: (plugin) =>
            plugin === "broken"
              ? Effect.fail(new MigrationFailed({ plugin, detail: "syntax" }))
              : Effect.void,
          migrateTenant: never,
          dryRun: never,
          rows: never,
          purge: never,
          contractDue: never,
          contract: never,
          apart: (work) => work,
          open: never,
          once: never,
        }),
        new Set(["broken", "sound"]),
      )
      expect([...loaded.keys()]).toEqual(["sound"])
      expect([...prepared]).toEqual(["sound"])
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
