import { Effect, Schema } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { pageAnswer, pageIn, pageQuery } from "#core/plugins/documents/collection-schema.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import type { MigrationFailed, PluginDatabase } from "#core/plugins/plugin-database.ts"
import type { Audit } from "#core/security/audit.ts"
import { administratorRefusal } from "./administrator.ts"
import type { ScopedRoute } from "./route.ts"

const Paging = pageQuery({})

const Due = pageAnswer(
  Schema.Struct({
    name: Schema.String,
    afterVersion: Schema.String,
    /** Restaurants whose data is older; it may run when this is 0. */
    behind: Schema.Int,
  }),
).annotate({ identifier: "ContractMigrationsDue" })

const Ran = Schema.Struct({ ran: Schema.Array(Schema.String) }).annotate({
  identifier: "ContractMigrationsRan",
})

/** What an upgrade left behind for every restaurant at once, taken away when somebody who administers the hub says so. */
export const contractRoutes = (options: {
  readonly apiPrefix: string
  readonly plugins: ReadonlyMap<string, LoadedPlugin>
  readonly database: Pick<PluginDatabase["Service"], "contract" | "contractDue">
  readonly audit: Pick<Audit["Service"], "record">
}): ReadonlyArray<ScopedRoute> => {
  const { audit, database, plugins } = options
  const shared = {
    access: "scoped",
    path: `${options.apiPrefix}/system/plugins/:key/contract`,
    tag: "system",
    status: 200,
    refusal: administratorRefusal,
    limit: "standard",
    defectCode: "INTERNAL",
  } as const
  const withPlugin = <A>(
    scope: Scope,
    key = "",
    work: (plugin: LoadedPlugin) => Effect.Effect<A, CommandFailure | MigrationFailed>,
  ): Effect.Effect<{ readonly status: number; readonly json: A }, CommandFailure> => {
    const refusal = administratorRefusal(scope)
    if (refusal !== undefined) return Effect.fail(refusal)
    const plugin = plugins.get(key)
    return plugin === undefined
      ? Effect.fail(refused("PLUGIN_UNKNOWN", `There is no plugin "${key}"`, { plugin: key }))
      : work(plugin).pipe(
          Effect.map((json) => ({ status: 200, json })),
          Effect.catchTag("MigrationFailed", ({ detail }) =>
            Effect.fail(refused("MIGRATION_FAILED", detail, { plugin: key })),
          ),
        )
  }
  return [
    {
      ...shared,
      method: "GET",
      summary: "What a plugin's upgrades left behind, and how many restaurants still need it",
      query: Paging,
      answer: Due,
      handle: (scope, { params, query }) =>
        withPlugin(scope, params["key"], ({ key, migrations }) =>
          Effect.map(database.contractDue(key, migrations.contract), (all) =>
            pageIn(all, query as typeof Paging.Type),
          ),
        ),
    },
    {
      ...shared,
      method: "POST",
      summary: "Take away what no restaurant needs any more; it cannot be brought back",
      answer: Ran,
      handle: (scope, { params }) =>
        withPlugin(scope, params["key"], ({ key, migrations }) =>
          database.contract(key, migrations.contract).pipe(
            Effect.tap((ran) =>
              ran.length === 0
                ? Effect.void
                : audit.record(scope, {
                    action: "plugin.contracted",
                    target: `plugin/${key}`,
                    after: { ran },
                  }),
            ),
            Effect.map((ran) => ({ ran })),
          ),
        ),
    },
  ]
}
