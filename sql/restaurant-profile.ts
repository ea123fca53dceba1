import { Effect } from "effect"
import { SqlClient } from "effect/sql"
import type { Profile, RestaurantProfile } from "#core/hub/restaurant-profile.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { appRole } from "./database-address.ts"
import { hostStatement } from "./host-sql.ts"
import { joinedTransaction } from "./plugin-sql.ts"

export const restaurantProfile: Effect.Effect<
  RestaurantProfile["Service"],
  never,
  SqlClient.SqlClient
> = Effect.map(SqlClient.SqlClient, (sql) => {
  const run = (tenantId: TenantId, statement: string, values: ReadonlyArray<string>) =>
    joinedTransaction(sql, tenantId, appRole, hostStatement(sql, statement, values))
  return {
    get: (tenantId) =>
      run(
        tenantId,
        "select slug, name, currency, locale, timezone from core.tenant where id = $1::uuid",
        [tenantId],
      ).pipe(
        // A scope of a restaurant that is not in the directory is a bug of whoever made the scope.
        Effect.flatMap(([profile]) =>
          profile === undefined
            ? Effect.die(new Error("This restaurant is not in the directory"))
            : Effect.succeed(profile as unknown as Profile),
        ),
      ),
    change: (tenantId, { name, currency, locale, timezone }) =>
      run(
        tenantId,
        "update core.tenant set name = $2, currency = $3, locale = $4, timezone = $5 where id = $1::uuid",
        [tenantId, name, currency, locale, timezone],
      ).pipe(Effect.asVoid),
  }
})
