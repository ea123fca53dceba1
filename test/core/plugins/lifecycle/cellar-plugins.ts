import { join } from "node:path"
import { pathToFileURL } from "node:url"

/**
 * Two plugins with everything that an operation can touch: tables, data of a restaurant, a seed, roles, an instance and
 * an event handler. `cellar` requires `larder`. Whatever runs leaves a row, so that a test sees what ran twice.
 *
 * @param version of `cellar`; from 1.1.0 on there are more tables and data to bring along
 */
export const cellarPlugins = (version: "1.0.0" | "1.1.0"): Readonly<Record<string, string>> => ({
  ...pluginFiles("larder", "1.0.0", ""),
  ...pluginFiles("cellar", version, `[requires]\nlarder = "^1.0.0"`),
  ...(version === "1.0.0"
    ? {}
    : {
        "cellar/migrations/expand/0002-vintage.sql":
          "alter table plg_cellar.trace add column vintage int;",
        "cellar/migrations/tenant/0002-vintage.sql": trace("cellar", "0002"),
      }),
})

const pluginFiles = (
  key: string,
  version: string,
  more: string,
): Readonly<Record<string, string>> => ({
  [`${key}/module.toml`]: `
key = "${key}"
name = "${key}"
version = "${version}"
description = "For a test"
migrations = { dir = "migrations" }
seed = { file = "seed.ts" }
events = { emits = ["${key}.filled@1"], consumes = ["${key}.filled@1"] }
[compat]
host = "^1.0.0"
${more}
[permissions]
"${key}.read" = "See it"
[roles]
cook = ["${key}.read"]
`,
  [`${key}/migrations/expand/0001-init.sql`]: `
create table plg_${key}.trace (
  tenant_id uuid not null, n bigint generated always as identity, what text not null, primary key (tenant_id, n));
create table plg_${key}.shelf (tenant_id uuid not null, name text not null, primary key (tenant_id, name));
select core.isolate('plg_${key}.trace');
select core.isolate('plg_${key}.shelf');
`,
  [`${key}/migrations/tenant/0001-first.sql`]: trace(key, "0001"),
  [`${key}/seed.ts`]: `
import { Effect } from "${import.meta.resolve("effect")}"
import { PluginSql } from "${core("plugins/plugin-sql.ts")}"
export const seed = (context, kind) => Effect.flatMap(PluginSql, (sql) =>
  sql.query("insert into shelf (tenant_id, name) values ($1::uuid, $2) on conflict do nothing", [context.tenantId, kind]))
`,
  [`${key}/plugin.ts`]: `
import { Effect, Layer, Schema } from "${import.meta.resolve("effect")}"
import { defineEvent } from "${core("plugins/event.ts")}"
import { definePlugin } from "${core("plugins/sdk.ts")}"
import { route } from "${core("plugins/route.ts")}"
import { on } from "${core("plugins/subscription.ts")}"
const filled = defineEvent("${key}.filled", 1, Schema.Struct({}))
export default definePlugin({
  key: "${key}",
  tenant: Layer.empty,
  routes: [route({ method: "GET", path: "/", permission: "${key}.read", summary: "It", handle: () => Effect.succeed({}) })],
  subscriptions: [on(filled, { id: "${key}.refill", handle: () => Effect.void })],
})
`,
})

/** One row for each run. */
const trace = (key: string, what: string): string =>
  `insert into plg_${key}.trace (tenant_id, what)
   select unnest(nullif(current_setting('app.tenants', true), '')::uuid[]), '${what}';`

const core = (path: string): string =>
  pathToFileURL(join(import.meta.dirname, "..", "..", "..", "..", "core", path)).href
