import { Effect, Schema } from "effect"
import type { PluginDatabase } from "#core/plugins/plugin-database.ts"
import type { Tokens } from "#core/security/tokens.ts"
import { administratorRefusal } from "./administrator.ts"
import { onceOnly } from "./once-only.ts"
import type { ScopedRoute } from "./route.ts"

/** The key that signs tokens, for those who administer the hub. */
export const keyRoutes = (options: {
  readonly apiPrefix: string
  readonly tokens: Pick<Tokens["Service"], "rotateKeys" | "useNewestKey">
  readonly database: Pick<PluginDatabase["Service"], "once">
}): ReadonlyArray<ScopedRoute> => {
  const { tokens, database } = options
  const path = `${options.apiPrefix}/system/keys/rotate`
  return [
    {
      access: "scoped",
      tag: "system",
      method: "POST",
      path,
      summary: "Sign tokens with a new key (administrators of the hub only)",
      answer: Schema.Struct({ generation: Schema.Int }).annotate({ identifier: "TokenKey" }),
      status: 200,
      refusal: administratorRefusal,
      limit: "standard",
      defectCode: "INTERNAL",
      handle: (scope, request) => {
        const refusal = administratorRefusal(scope)
        if (refusal !== undefined) return Effect.fail(refusal)
        const stored = Effect.map(tokens.rotateKeys(scope), (generation) => ({
          status: 200,
          json: { generation },
        }))
        // Only what is stored signs: a key that a transaction took back again would be unknown after a restart.
        return Effect.tap(
          onceOnly(database, scope, path, request, stored),
          () => tokens.useNewestKey,
        )
      },
    },
  ]
}
