import { Effect, Schema } from "effect"
import { pageAnswer, pageIn, pageQuery } from "#core/plugins/documents/collection-schema.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import { labelsOf } from "#core/plugins/translations.ts"
import { FirstRestaurant } from "#core/setup/new-restaurant.ts"
import type { SetUp } from "#core/setup/set-up.ts"
import { languageOf, spokenBy } from "./language.ts"
import type { PublicRoute } from "./route.ts"
import { version } from "./system-routes.ts"

const Status = Schema.Struct({
  /** There is no restaurant yet: whoever has the token may make one. */
  open: Schema.Boolean,
  version: Schema.String,
}).annotate({ identifier: "SetupStatus" })

const Choice = Schema.Struct({
  key: Schema.String,
  name: Schema.String,
  description: Schema.String,
  /** Keys of plugins that come along. */
  requires: Schema.Array(Schema.String),
  /** What most restaurants want. */
  recommended: Schema.Boolean,
  /** Paths of the pages that it brings. */
  pages: Schema.Array(Schema.String),
})
const Choices = pageAnswer(Choice).annotate({ identifier: "SetupPlugins" })

export const Bootstrapped = Schema.Struct({
  tenantId: Schema.String,
  userId: Schema.String,
  /** Everything that is enabled, what was required included. */
  plugins: Schema.Array(Schema.String),
}).annotate({ identifier: "Bootstrapped" })

const Reading = pageQuery({ lang: Schema.optionalKey(Schema.String) })

/** The first restaurant. Closed for ever once there is one; the list of plugins stays, further restaurants choose from it. */
export const setupRoutes = (options: {
  readonly apiPrefix: string
  readonly setUp: SetUp["Service"]
  readonly plugins: ReadonlyMap<string, LoadedPlugin>
}): ReadonlyArray<PublicRoute> => {
  const { apiPrefix, setUp, plugins } = options
  const choices = pluginChoices(plugins)
  const shared = {
    access: "public",
    tag: "setup",
    limit: "standard",
    defectCode: "INTERNAL",
  } as const
  return [
    {
      ...shared,
      method: "GET",
      path: `${apiPrefix}/setup/status`,
      summary: "Whether this hub waits for its first restaurant",
      answer: Status,
      status: 200,
      handle: () => Effect.map(setUp.isOpen, (open) => ({ status: 200, json: { open, version } })),
    },
    {
      ...shared,
      method: "GET",
      path: `${apiPrefix}/setup/plugins`,
      summary: "Plugins that a restaurant can run, in the reader's language",
      query: Reading,
      answer: Choices,
      status: 200,
      handle: ({ query, acceptLanguage }) =>
        Effect.sync(() => {
          const { lang, ...page } = query as typeof Reading.Type
          return { status: 200, json: pageIn(choices(lang, acceptLanguage), page) }
        }),
    },
    {
      ...shared,
      method: "POST",
      path: `${apiPrefix}/setup/bootstrap`,
      summary: "Make the first restaurant, its owner and what it runs; repeat it until it answers",
      // Decoded behind the token: a stranger learns nothing of what would be right.
      body: Schema.Unknown,
      documentedBody: FirstRestaurant,
      answer: Bootstrapped,
      status: 201,
      handle: ({ rawBody, address, idempotencyKey }) =>
        Effect.map(
          setUp.bootstrap({
            body: rawBody,
            address,
            ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
          }),
          ({ answer, replayed }) => ({
            status: 201,
            json: answer,
            ...(replayed ? { headers: { "idempotency-replayed": "true" } } : {}),
          }),
        ),
    },
  ]
}

/** What a kitchen begins with; whoever wants less says so. */
const recommended: ReadonlySet<string> = new Set([
  "orders",
  "catalog_product",
  "floor_plan",
  "kds",
  "printer",
  "devices",
  "users",
  "config",
])

const pluginChoices = (plugins: ReadonlyMap<string, LoadedPlugin>) => {
  const spoken = spokenBy(plugins.values())
  return (
    lang: string | undefined,
    acceptLanguage: string | undefined,
  ): ReadonlyArray<typeof Choice.Type> => {
    const language = languageOf(lang, acceptLanguage, spoken)
    return [...plugins.values()].map(({ key, manifest, translations }) => {
      const labels = labelsOf(manifest, translations)
      return {
        key,
        name: labels.name(language),
        description: labels.description(language),
        requires: Object.keys(manifest.requires ?? {}),
        recommended: recommended.has(key),
        pages: (manifest.ui?.pages ?? []).map(({ path }) => path),
      }
    })
  }
}
