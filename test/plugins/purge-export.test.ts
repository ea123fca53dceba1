import { readdir, readFile } from "node:fs/promises"
import { basename, join } from "node:path"
import { gunzipSync } from "node:zlib"
import { it } from "@effect/vitest"
import { Effect, Exit, Layer, Scope, Stream } from "effect"
import { describe, expect } from "vitest"
import { TenantDirectory } from "#core/hub/tenant-directory.ts"
import { PluginLifecycle } from "#core/plugins/lifecycle/plugin-lifecycle.ts"
import { PluginDatabase } from "#core/plugins/plugin-database.ts"
import { entry, manifest, pluginFolders } from "#test/core/plugins/plugin-folders.ts"
import { testDatabase } from "#test/support/postgres.ts"
import { emptyTenant, owner, pluginHub } from "./plugin-hub.ts"

const database = testDatabase()

const attic = {
  "attic/module.toml": manifest("attic", 'migrations = { dir = "migrations" }'),
  "attic/plugin.ts": entry("attic"),
  "attic/migrations/expand/0001-init.sql": `
    create table plg_attic.chest (tenant_id uuid not null, id bigint not null, said text not null, exact numeric, note json,
      primary key (tenant_id, id));
    create table plg_attic.key (tenant_id uuid not null, chest bigint not null, cut timestamptz not null, shape bytea,
      primary key (tenant_id, chest), foreign key (tenant_id, chest) references plg_attic.chest);
    select core.isolate('plg_attic.chest');
    select core.isolate('plg_attic.key');`,
}

interface Line {
  readonly table: string
  readonly row: Readonly<Record<string, unknown>>
}

/** What only one restaurant says; nothing of it may stand in another's file. */
const filled = (said: string, chests: number) =>
  Effect.gen(function* () {
    const tenant = yield* emptyTenant
    yield* (yield* PluginLifecycle).provision(tenant, ["attic"], "none")
    const { query } = (yield* PluginDatabase).open("attic", tenant)
    yield* query(
      `insert into chest select $1::uuid, n, $2 || n, 12345678901234567890.10, '{"a":\n 1}'::json
         from generate_series(1, $3::int) as n`,
      [tenant, said, chests],
    )
    yield* query(
      "insert into key select $1::uuid, n, now(), '\\x00ff' from generate_series(1, 7) as n",
      [tenant],
    )
    return tenant
  })

describe("a restaurant that removes a plugin with its data", () => {
  it.live("[PURGE-7] finds every row of its own in the file, and none of another's", () =>
    Effect.gen(function* () {
      const root = yield* pluginFolders(attic)
      const exports = yield* pluginFolders({})
      const hub = pluginHub(database, { root }, { alone: true }, exports)
      const scope = yield* Scope.make()
      yield* Effect.gen(function* () {
        const ours = yield* filled("l'été 🍷 \\ \"", 1_203)
        yield* filled("rival", 20)
        const slug = (yield* (yield* TenantDirectory).byId(ours))?.slug ?? ""
        const lifecycle = yield* PluginLifecycle
        const { operation } = yield* lifecycle.request(owner(ours), {
          kind: "uninstall",
          plugin: "attic",
          data: "purge",
          confirm: slug,
        })
        const last = (yield* Stream.runCollect(lifecycle.watch(owner(ours), operation.id))).at(-1)
        expect(last).toMatchObject({ status: "succeeded" })
        const [file = ""] = yield* Effect.promise(() => readdir(exports))
        expect(file).toMatch(new RegExp(`^${slug}-attic-\\d{8}-\\d{6}\\.jsonl\\.gz$`))
        expect(last?.log.map(({ text }) => text)).toContain(
          `1210 rows were written to ${basename(exports)}/${file}`,
        )
        const text = yield* Effect.promise(async () =>
          gunzipSync(await readFile(join(exports, file))).toString(),
        )
        expect(text).not.toContain("rival")
        expect(text).toContain("12345678901234567890.10")
        const lines = text
          .trimEnd()
          .split("\n")
          .map((line) => JSON.parse(line) as Line)
        expect(lines.filter(({ table }) => table === "plg_attic.key")).toHaveLength(7)
        const chests = lines.filter(({ table }) => table === "plg_attic.chest")
        expect(new Set(chests.map(({ row }) => row["id"])).size).toBe(1_203)
        for (const { row } of lines) expect(row["tenant_id"]).toBe(ours)
        expect(chests.find(({ row }) => row["id"] === 9)?.row).toEqual({
          tenant_id: ours,
          id: 9,
          said: "l'été 🍷 \\ \"9",
          exact: expect.any(Number),
          note: { a: 1 },
        })
        // Nothing is gone yet.
        const [left] = yield* Effect.promise(
          () => database.connection()`select count(*)::int as n from plg_attic.chest`,
        )
        expect(left).toEqual({ n: 1_223 })
      }).pipe(Effect.provide(yield* Layer.buildWithScope(hub, scope)))
      yield* Scope.close(scope, Exit.void)
    }).pipe(Effect.scoped),
  )
})
