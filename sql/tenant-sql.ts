import { Effect } from "effect"
import { SqlClient, type SqlError } from "effect/sql"
import type { Scope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { transaction } from "./transaction.ts"

/**
 * Runs statements in one transaction that sees and writes the rows of this scope's tenant only.
 *
 * The tenant is named for the transaction, never for the connection: the next user of a pooled connection would see
 * the rows of the last one.
 */
export const inTenant = <A, E, R>(
  scope: Scope,
  statements: Effect.Effect<A, E, R>,
): Effect.Effect<A, E | SqlError.SqlError, R | SqlClient.SqlClient> =>
  inTenants([scope.tenantId], statements)

/** The same for a batch over several tenants: row level security speaks of a set. */
export const inTenants = <A, E, R>(
  tenants: ReadonlyArray<TenantId>,
  statements: Effect.Effect<A, E, R>,
): Effect.Effect<A, E | SqlError.SqlError, R | SqlClient.SqlClient> =>
  SqlClient.SqlClient.use((sql) =>
    transaction(
      sql,
      Effect.andThen(
        sql`select set_config('app.tenants', ${`{${tenants.join()}}`}, true)`,
        statements,
      ),
    ),
  )
