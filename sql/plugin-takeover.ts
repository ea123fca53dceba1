import { Effect } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { PluginMigration } from "#core/plugins/migration.ts"
import { MigrationFailed } from "#core/plugins/plugin-database.ts"
import { checksumOf } from "./migrate.ts"
import type { PlainConnection } from "./plain-connection.ts"
import { pluginRole } from "./plugin-sql.ts"
import { ownerRole } from "./roles.ts"

/** A plugin under its new key, and the keys that it had. */
interface Takeover {
  readonly plugin: string
  readonly formerKeys: ReadonlyArray<string>
  /** Of the expand phase: of files that ran, only the schema's name may read differently today. */
  readonly migrations: ReadonlyArray<PluginMigration>
  /** All restaurants of this database: their rows are renamed too. */
  readonly tenants: ReadonlyArray<TenantId>
}

/**
 * Gives a renamed plugin what its former key left behind: the schema with its rows, which migrations ran, what each
 * restaurant runs, the places of its handlers, what its roles grant. All of it or nothing; a former key that left nothing
 * is passed over.
 */
export const takeOver = (
  connection: PlainConnection,
  takeover: Takeover,
): Effect.Effect<void, MigrationFailed> =>
  Effect.tryPromise({
    try: async () => {
      for (const former of takeover.formerKeys) {
        try {
          await connection
            .unsafe("begin; select pg_advisory_xact_lock(hashtext('heard takeover'))")
            .simple()
          if (await isThere(connection, former)) await rename(connection, takeover, former)
          await connection.unsafe("commit")
        } catch (cause) {
          await connection.unsafe("rollback").catch(() => {})
          throw cause
        }
      }
    },
    catch: (cause) =>
      new MigrationFailed({
        plugin: takeover.plugin,
        detail: `What a former key left behind cannot be taken over: ${(cause as Error).message}`,
      }),
  })

const isThere = async (connection: PlainConnection, key: string): Promise<boolean> => {
  const [row] = await connection.unsafe("select to_regnamespace($1)::text as schema", [
    pluginRole(key),
  ])
  return row?.["schema"] !== null
}

const rename = async (
  connection: PlainConnection,
  { plugin, migrations, tenants }: Takeover,
  former: string,
): Promise<void> => {
  const [role, formerRole] = [pluginRole(plugin), pluginRole(former)]
  // Fails when the new key has tables of its own already: nobody knows then which of the two is right.
  if (await isThere(connection, plugin)) await connection.unsafe(`drop schema ${role} restrict`)
  await connection.unsafe(revokedFrom(formerRole)).simple()
  await connection.unsafe(`set local role ${ownerRole}; set local lock_timeout = '2s'`).simple()
  await connection.unsafe(`alter schema ${formerRole} rename to ${role}`)
  for (const { id, sql } of migrations)
    await connection.unsafe(
      "update core.migration set checksum = $4 where namespace = $1 and id = $2 and checksum = $3",
      [`plugin/${former}`, id, checksumOf(sql.replaceAll(role, formerRole)), checksumOf(sql)],
    )
  await connection.unsafe("select set_config('app.tenants', $1, true)", [`{${tenants.join()}}`])
  await connection.unsafe(renamedRows(plugin, former)).simple()
  await connection.unsafe("set local role none")
  // The role belongs to the whole server: another database of it may still have the plugin under its former key.
  await connection.unsafe(
    `do $$ begin drop role ${formerRole}; exception when dependent_objects_still_exist then null; end $$`,
  )
}

const revokedFrom = (role: string): string => `
  revoke all on all tables in schema ${role} from ${role};
  revoke all on all sequences in schema ${role} from ${role};
  revoke all on schema ${role} from ${role};
`

/** Keys hold nothing but letters, digits and underscores. */
const renamedRows = (plugin: string, former: string): string => {
  const renamed = (column: string): string =>
    `case when starts_with(${column}, '${former}.') then '${plugin}' || substr(${column}, ${former.length + 1}) else ${column} end`
  const handlers = ["bus.subscription", "bus.delivery", "bus.done"].map(
    (table) => `update ${table} set sub = ${renamed("sub")} where starts_with(sub, '${former}.');`,
  )
  return `
    update core.migration set namespace = 'plugin/${plugin}' || substr(namespace, ${`plugin/${former}`.length + 1})
     where namespace in ('plugin/${former}', 'plugin/${former}/contract');
    update core.tenant_migration set plugin_key = '${plugin}' where plugin_key = '${former}';
    update core.tenant_plugin set plugin_key = '${plugin}', epoch = epoch + 1 where plugin_key = '${former}';
    update core.plugin_operation set plugin_key = '${plugin}' where plugin_key = '${former}';
    update core.role_grant set plugin = '${plugin}', permission = ${renamed("permission")} where plugin = '${former}';
    update core.role set permissions = (select array_agg(${renamed("code")}) from unnest(permissions) as code)
     where exists (select from unnest(permissions) as code where starts_with(code, '${former}.'));
    ${handlers.join("\n    ")}
  `
}
