import { Effect, Schema } from "effect"
import { may, type Scope } from "#core/hub/scope.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { corePermissionCodes, corePermissionLabel } from "#core/plugins/core-permissions.ts"
import { pageAnswer, pageQuery } from "#core/plugins/documents/collection-schema.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import type { PluginStates } from "#core/plugins/plugin-states.ts"
import { labelsOf } from "#core/plugins/translations.ts"
import { languageOf, spokenBy } from "./language.ts"
import { ofOwnTenant, pageFrom } from "./own-tenant.ts"
import type { ScopedRoute } from "./route.ts"

const PermissionEntry = Schema.Struct({
  code: Schema.String,
  label: Schema.String,
  /** `core` for the hub's own. */
  plugin: Schema.String,
}).annotate({ identifier: "PermissionEntry" })

/** Whoever hands out permissions must see them; so must whoever decides what the restaurant runs. */
const readers = ["users.read", "core.plugins.read"]

/** Everything that a role of the restaurant may grant: the hub's own permissions and those of its enabled plugins. */
export const permissionRoutes = (options: {
  readonly apiPrefix: string
  readonly plugins: ReadonlyMap<string, LoadedPlugin>
  readonly states: PluginStates["Service"]
}): ReadonlyArray<ScopedRoute> => {
  const languages = spokenBy(options.plugins.values())
  const entries = ({ tenantId }: Scope, language: string) => [
    ...corePermissionCodes.map((code) => ({
      code,
      label: corePermissionLabel(code, language),
      plugin: "core",
    })),
    ...[...options.plugins.values()]
      .filter(({ key }) => options.states.enabled(tenantId, key))
      .flatMap(({ key, manifest, translations }) => {
        const labels = labelsOf(manifest, translations)
        return Object.keys(manifest.permissions ?? {}).map((code) => ({
          code,
          label: labels.permission(code, language),
          plugin: key,
        }))
      }),
  ]
  return [
    {
      access: "scoped",
      method: "GET",
      path: `${options.apiPrefix}/tenants/:tenant/permissions`,
      tag: "plugins",
      summary: "Everything that a role of this restaurant may grant",
      guard: { by: "route", permission: readers.join(" or ") },
      query: pageQuery({}),
      answer: pageAnswer(PermissionEntry),
      status: 200,
      limit: "standard",
      defectCode: "INTERNAL",
      handle: ofOwnTenant((scope, request) =>
        readers.some((permission) => may(scope, permission))
          ? Effect.succeed(
              pageFrom(
                entries(scope, languageOf(undefined, request.acceptLanguage, languages)),
                request,
              ),
            )
          : Effect.fail(
              refused("AUTH_FORBIDDEN", "This account may not do that", { permission: readers }),
            ),
      ),
    },
  ]
}
