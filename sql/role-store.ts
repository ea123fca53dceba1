import { Effect } from "effect"
import { SqlClient } from "effect/sql"
import type { DefaultGrant, RoleStore } from "#core/security/role-store.ts"
import type { Role } from "#core/security/roles.ts"
import { hubTables } from "./hub-tables.ts"

export const roleStore: Effect.Effect<RoleStore["Service"], never, SqlClient.SqlClient> =
  Effect.gen(function* () {
    const { rows } = hubTables(yield* SqlClient.SqlClient)
    return {
      list: (tenantId) =>
        Effect.map(
          rows(
            [tenantId],
            `select key, name, permissions, built_in as "builtIn" from core.role where tenant_id = $1 order by key`,
            [tenantId],
          ),
          (found) => found as unknown as ReadonlyArray<Role>,
        ),
      put: (tenantId, { key, name, permissions, builtIn }) =>
        Effect.asVoid(
          rows(
            [tenantId],
            `insert into core.role (tenant_id, key, name, permissions, built_in) values ($1, $2, $3, $4::text[], $5)
             on conflict on constraint role_pkey do update set name = excluded.name, permissions = excluded.permissions`,
            [tenantId, key, name, permissions, builtIn],
          ),
        ),
      remove: (tenantId, key) =>
        Effect.asVoid(
          rows([tenantId], "delete from core.role where tenant_id = $1 and key = $2", [
            tenantId,
            key,
          ]),
        ),
      noteDefaults: (tenantId, plugin, grants) =>
        Effect.map(
          rows(
            [tenantId],
            `insert into core.role_grant (tenant_id, plugin, role, permission)
             select $1, $2, r, p from unnest($3::text[], $4::text[]) as g(r, p)
             on conflict do nothing returning role, permission`,
            [
              tenantId,
              plugin,
              grants.map(({ role }) => role),
              grants.map(({ permission }) => permission),
            ],
          ),
          (found) => found as unknown as ReadonlyArray<DefaultGrant>,
        ),
    }
  })
