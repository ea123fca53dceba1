import { Effect, Schema } from "effect"
import type { Scope } from "#core/hub/scope.ts"
import { refused } from "#core/kitchen/refusal.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import { pageManifest, slotFillings } from "#core/plugins/pages/page-manifest.ts"
import type { PluginStates } from "#core/plugins/plugin-states.ts"
import { languageOf, spokenBy } from "./language.ts"
import type { ScopedRoute } from "./route.ts"

const Language = Schema.Struct({
  /** Language of the labels; the best of `Accept-Language` when not given. */
  lang: Schema.optionalKey(Schema.String),
})

const nav = { label: Schema.String, icon: Schema.String, order: Schema.Int }
const place = { path: Schema.String, plugin: Schema.String, permission: Schema.String }

const Manifest = Schema.Struct({
  pages: Schema.Array(
    Schema.Struct({
      ...place,
      component: Schema.String,
      title: Schema.String,
      nav: Schema.optionalKey(Schema.Struct(nav)),
    }),
  ),
  nav: Schema.Array(Schema.Struct({ ...place, ...nav })),
  slots: Schema.Array(Schema.String),
}).annotate({ identifier: "PageManifest" })

const Fillings = Schema.Array(
  Schema.Struct({
    plugin: Schema.String,
    component: Schema.String,
    permission: Schema.String,
  }),
)

/** What the browser's shell shows to this person in this restaurant: asked anew, for plugins come and go. */
export const uiRoutes = (options: {
  readonly apiPrefix: string
  readonly plugins: ReadonlyMap<string, LoadedPlugin>
  readonly states: PluginStates["Service"]
}): ReadonlyArray<ScopedRoute> => {
  const { apiPrefix, plugins, states } = options
  const spoken = spokenBy(plugins.values())
  const enabled = ({ tenantId }: Scope): ReadonlyArray<LoadedPlugin> =>
    [...plugins.values()].filter(({ key }) => states.enabled(tenantId, key))
  const shared = {
    access: "scoped",
    method: "GET",
    tag: "ui",
    status: 200,
    limit: "standard",
    defectCode: "INTERNAL",
  } as const
  return [
    {
      ...shared,
      path: `${apiPrefix}/ui/manifest`,
      summary: "Pages, navigation and slots for this restaurant, person and language",
      query: Language,
      answer: Manifest,
      handle: (scope, { query, acceptLanguage }) =>
        Effect.sync(() => {
          const { lang } = query as typeof Language.Type
          const language = languageOf(lang, acceptLanguage, spoken)
          return { status: 200, json: pageManifest(scope, enabled(scope), language) }
        }),
    },
    {
      ...shared,
      path: `${apiPrefix}/ui/slots/:slot`,
      summary: "What fills a slot of a page, in order",
      answer: Fillings,
      handle: (scope, { params }) => {
        const slot = params["slot"] ?? ""
        return slotName.test(slot)
          ? Effect.sync(() => ({ status: 200, json: slotFillings(scope, enabled(scope), slot) }))
          : Effect.fail(refused("SLOT_NOT_FOUND", "A slot has a name such as order.details.aside"))
      },
    },
  ]
}

/** Of those, one that nobody fills is empty, not unknown: pages have slots before plugins do. */
const slotName = /^[a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*)+$/
