/** What a new plugin is made with. */
export const partNames = ["routes", "events", "ui", "migrations"] as const
export type PartName = (typeof partNames)[number]

/** A new plugin as its templates speak of it. */
export interface NewPlugin {
  /** `tip_jar` */
  readonly key: string
  /** `Tip jar` */
  readonly name: string
  /** `tip-jar`, for files. */
  readonly file: string
  /** `TipJar`, for components. */
  readonly component: string
  readonly parts: ReadonlySet<PartName>
}

/** Path below the plugin's folder to text; the project's formatter has the last word. */
export type Files = Readonly<Record<string, string>>

export const newPlugin = (key: string, parts: ReadonlyArray<PartName>): NewPlugin => {
  const words = key.split("_").filter((word) => word !== "")
  const sentence = words.join(" ")
  return {
    key,
    name: capital(sentence),
    file: words.join("-"),
    component: words.map(capital).join(""),
    // Events are counted in a table.
    parts: new Set(parts.includes("events") ? [...parts, "migrations"] : parts),
  }
}

export const pluginFiles = (plugin: NewPlugin): Files => {
  const { parts } = plugin
  return {
    "module.toml": manifest(plugin),
    "plugin.ts": definition(plugin),
    "i18n/en.json": words(plugin, {
      description: `What ${plugin.name} is for, in one sentence`,
      read: "See the notes",
      write: "Change the notes",
    }),
    "i18n/fr.json": words(plugin, {
      description: `À quoi sert ${plugin.name}, en une phrase`,
      read: "Voir les notes",
      write: "Changer les notes",
    }),
    ...(parts.has("migrations")
      ? {
          "migrations/expand/0001-init.sql": tables(plugin),
          "notes.ts": notes(plugin),
          "seed.ts": seed,
        }
      : {}),
    ...(parts.has("routes") ? { "summary.ts": summary(plugin) } : {}),
    ...(parts.has("events")
      ? { "contract.ts": contract(plugin), "counted-orders.ts": handler(plugin) }
      : {}),
  }
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

const manifest = ({ key, name, component, parts }: NewPlugin): string => `\
#:schema ../../core/plugins/manifest/module.schema.json

key         = "${key}"
name        = "${name}"
version     = "1.0.0"
description = "What ${name} is for, in one sentence"
${
  parts.has("migrations")
    ? `migrations  = { dir = "migrations" }
seed        = { file = "seed.ts" }
`
    : ""
}
[compat]
host = "^1.0.0"
${
  parts.has("events")
    ? `
[requires]
orders = "^1.0.0"

[events]
emits    = ["${key}.order_counted@1"]
consumes = ["orders.order_placed@1"]
`
    : ""
}
[permissions]
"${key}.read"  = "See the notes"
"${key}.write" = "Change the notes"

[roles]
manager = ["${key}.*"]
waiter  = ["${key}.read"]
${
  parts.has("ui")
    ? `
[ui]
pages = [
  { path = "/admin/${key.replaceAll("_", "-")}", component = "${component}Page", permission = "${key}.read", nav = { label = "${name}", icon = "notepad" } },
]
`
    : ""
}`

const definition = ({ key, parts }: NewPlugin): string => {
  const routes = [
    ...(parts.has("migrations") ? ["...notes.routes"] : []),
    ...(parts.has("routes") ? ["summary"] : []),
  ]
  return `
import { definePlugin } from "#core/plugins/sdk.ts"
${parts.has("events") ? 'import { countOrders } from "./counted-orders.ts"' : ""}
${parts.has("migrations") ? 'import { notes } from "./notes.ts"' : ""}
${parts.has("routes") ? 'import { summary } from "./summary.ts"' : ""}

export default definePlugin({
  key: "${key}",
  ${routes.length === 0 ? "" : `routes: [${routes.join(", ")}],`}
  ${parts.has("events") ? "subscriptions: [countOrders]," : ""}
})
`
}

const tables = ({ key, parts }: NewPlugin): string => `\
-- Documents of the collection; the columns after doc are what lists are sorted and chosen by.
create table plg_${key}.note (
  tenant_id uuid not null,
  id uuid not null,
  rev int not null default 1,
  doc jsonb not null,
  created_hash text not null,
  sort int not null generated always as ((doc ->> 'sort')::int) stored,
  primary key (tenant_id, id)
);
select core.isolate('plg_${key}.note');
${
  parts.has("events")
    ? `
-- One row for each order: an event that comes twice counts once.
create table plg_${key}.counted_order (
  tenant_id uuid not null,
  order_id text not null,
  primary key (tenant_id, order_id)
);
select core.isolate('plg_${key}.counted_order');
`
    : ""
}`

const notes = ({ key }: NewPlugin): string => `
import { Schema } from "effect"
import { collection } from "#core/plugins/collection.ts"
import { Name, Sort } from "#core/plugins/field.ts"

export const notes = collection({
  path: "/notes",
  table: "note",
  thing: "note",
  fields: { name: Name, sort: Schema.optionalKey(Sort) },
  complete: (input) => ({ ...input, sort: input.sort ?? 0 }),
  order: "sort",
  read: "${key}.read",
  write: "${key}.write",
  // Not part of the menu, the stations or the tables that orders are made of.
  inSetup: false,
})
`

const seed = `
import type { Seed } from "#core/plugins/seed.ts"
import { notes } from "./notes.ts"

export const seed: Seed = ({ id }) => notes.seed(id("note/welcome"), { name: "Welcome" })
`

const summary = ({ key, parts }: NewPlugin): string =>
  parts.has("migrations")
    ? `
import { Effect, Schema } from "effect"
import { route } from "#core/plugins/route.ts"
import { notes } from "./notes.ts"

export const summary = route({
  method: "GET",
  path: "/summary",
  permission: "${key}.read",
  summary: "How many notes there are",
  answer: Schema.Struct({ notes: Schema.Int }),
  handle: () => Effect.map(notes.all, (all) => ({ notes: all.length })),
})
`
    : `
import { Effect, Schema } from "effect"
import { route } from "#core/plugins/route.ts"

export const summary = route({
  method: "GET",
  path: "/summary",
  permission: "${key}.read",
  summary: "What there is to say",
  answer: Schema.Struct({ notes: Schema.Int }),
  handle: () => Effect.succeed({ notes: 0 }),
})
`

const contract = ({ key }: NewPlugin): string => `
import { Schema } from "effect"
import { defineEvent } from "#core/plugins/event.ts"

/** What other plugins may import. A change that an old reader would not understand is version 2. */
export const OrderCounted = defineEvent(
  "${key}.order_counted",
  1,
  Schema.Struct({ orderId: Schema.String }),
)
`

const handler = ({ key }: NewPlugin): string => `
import { Effect } from "effect"
import { EventBus } from "#core/plugins/event.ts"
import { PluginSql } from "#core/plugins/plugin-sql.ts"
import { on } from "#core/plugins/subscription.ts"
import { OrderPlaced } from "#plugins/orders/contract.ts"
import { OrderCounted } from "./contract.ts"

/** Its rows, its events and the mark that it is done are stored together or not at all. */
export const countOrders = on(OrderPlaced, {
  id: "${key}.count_orders",
  handle: ({ orderId }) =>
    Effect.gen(function* () {
      const sql = yield* PluginSql
      const rows = yield* sql.query(
        "insert into counted_order (tenant_id, order_id) values ($1::uuid, $2) on conflict do nothing returning order_id",
        [sql.tenantId, orderId],
      )
      const bus = yield* EventBus
      // Somebody may ask for a replay: what was counted is not told again.
      if (rows.length > 0) yield* bus.emit(OrderCounted, { orderId }, { key: orderId })
    }),
})
`

const words = (
  { key, name, parts }: NewPlugin,
  said: { readonly description: string; readonly read: string; readonly write: string },
): string =>
  JSON.stringify({
    name,
    description: said.description,
    [`permission.${key}.read`]: said.read,
    [`permission.${key}.write`]: said.write,
    ...(parts.has("ui") ? { [`nav./admin/${key.replaceAll("_", "-")}`]: name } : {}),
  })
