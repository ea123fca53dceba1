import { Effect } from "effect"
import { Outage } from "#core/hub/gate.ts"
import type { PluginMigration } from "#core/plugins/migration.ts"
import { MigrationFailed } from "#core/plugins/plugin-database.ts"
import { appRole } from "./database-address.ts"
import type { DatabaseOwner } from "./database-owner.ts"
import { type MigrationFailed as FailedStep, type MigrationEdited, migrate } from "./migrate.ts"
import type { PlainConnection } from "./plain-connection.ts"
import { pluginRole } from "./plugin-sql.ts"
import { ownerRole } from "./roles.ts"

/** What the host of the plugins stores for itself. */
export const prepareHostTables = (
  owner: DatabaseOwner["Service"],
): Effect.Effect<void, MigrationFailed | Outage> =>
  asOwner(owner, (connection) =>
    Effect.asVoid(
      named("host", migrate(connection, { namespace: "plugin-host", migrations: hostMigrations })),
    ),
  )

/** Where it is noted which of a plugin's files ran in this database. */
export const expandOf = (plugin: string): string => `plugin/${plugin}`
export const contractOf = (plugin: string): string => `plugin/${plugin}/contract`

/**
 * Makes a plugin's schema and role, applies the migrations it has not seen, and gives the role the tables' rows: not
 * their definition, which stays the owner's. A table that does not keep tenants apart stops the plugin.
 *
 * @param before what a renamed plugin takes over, on the same connection
 */
export const prepareTables = (
  owner: DatabaseOwner["Service"],
  plugin: string,
  migrations: ReadonlyArray<PluginMigration>,
  before: (connection: PlainConnection) => Effect.Effect<void, MigrationFailed | Outage>,
): Effect.Effect<void, MigrationFailed | Outage> =>
  asOwner(owner, (connection) =>
    Effect.gen(function* () {
      yield* before(connection)
      yield* statements(plugin, connection, schemaAndRole(pluginRole(plugin)))
      yield* applyFiles(connection, plugin, expandOf(plugin), migrations)
    }),
  )

/** Runs files that this database has not seen, and leaves the tables as a plugin may use them. */
export const applyFiles = (
  connection: PlainConnection,
  plugin: string,
  namespace: string,
  migrations: ReadonlyArray<PluginMigration>,
): Effect.Effect<ReadonlyArray<string>, MigrationFailed> =>
  Effect.gen(function* () {
    const schema = pluginRole(plugin)
    const ran = yield* named(plugin, migrate(connection, { namespace, migrations, schema }))
    const open = yield* unprotectedTables(connection, plugin)
    if (open.length > 0)
      return yield* new MigrationFailed({
        plugin,
        detail: `Tables without core.isolate(…): ${open.join(", ")}`,
      })
    yield* statements(plugin, connection, grants(schema))
    return ran
  })

const hostMigrations: ReadonlyArray<PluginMigration> = [
  {
    id: 1,
    name: "idempotency",
    sql: `
      create table core.idempotency (
        tenant_id uuid not null,
        key text not null check (length(key) between 1 and 255),
        fingerprint text not null,
        -- Absent only while the request that took the key is running.
        answer jsonb,
        at timestamptz not null default now(),
        primary key (tenant_id, key)
      );
      create index idempotency_age on core.idempotency (tenant_id, at);
      select core.isolate('core.idempotency');
      grant select, insert, update, delete on core.idempotency to ${appRole};
    `,
  },
]

export const asOwner = <A>(
  owner: DatabaseOwner["Service"],
  work: (connection: PlainConnection) => Effect.Effect<A, MigrationFailed | Outage>,
): Effect.Effect<A, MigrationFailed | Outage> =>
  Effect.catchTag(owner.use(work), "DatabaseUnusable", ({ detail }) =>
    Effect.fail(new Outage({ reason: detail })),
  )

/** A failure in the words of the plugin's author: which file, and what the database said. */
export const named = <A>(
  plugin: string,
  migration: Effect.Effect<A, MigrationEdited | FailedStep>,
): Effect.Effect<A, MigrationFailed> =>
  Effect.mapError(
    migration,
    (failure) =>
      new MigrationFailed({
        plugin,
        migration: failure.name,
        detail: `${failure.name}: ${
          failure._tag === "MigrationEdited"
            ? "it was edited after it had been applied"
            : failure.detail
        }`,
      }),
  )

const statements = (
  plugin: string,
  connection: PlainConnection,
  text: string,
): Effect.Effect<void, MigrationFailed> =>
  Effect.asVoid(
    Effect.tryPromise({
      // Several processes may prepare the same plugin at once; the lock lasts as long as these statements.
      try: () =>
        connection
          .unsafe(`select pg_advisory_xact_lock(hashtext('heard plugin tables')); ${text}`)
          .simple(),
      catch: (cause) => new MigrationFailed({ plugin, detail: (cause as Error).message }),
    }),
  )

/** Roles belong to the whole server: another database of it may make the same one at this moment. */
const schemaAndRole = (role: string): string => `
  do $$ begin create role ${role} nologin; exception when duplicate_object or unique_violation then null; end $$;
  do $$ begin
    if not pg_has_role('${appRole}', '${role}', 'member') then
      -- The application takes the role on for a transaction; it does not have its rights all the time (since 16).
      if current_setting('server_version_num')::int >= 160000
        then execute 'grant ${role} to ${appRole} with inherit false, set true';
        else execute 'grant ${role} to ${appRole}';
      end if;
    end if;
  exception when unique_violation then null; end $$;
  create schema if not exists ${role} authorization ${ownerRole};
`

const grants = (role: string): string => `
  grant usage on schema ${role} to ${role};
  grant select, insert, update, delete on all tables in schema ${role} to ${role};
  grant usage on all sequences in schema ${role} to ${role};
`

const unprotectedTables = (
  connection: PlainConnection,
  plugin: string,
): Effect.Effect<ReadonlyArray<string>, MigrationFailed> =>
  Effect.tryPromise({
    try: async () => {
      const rows = await connection.unsafe<Array<{ name: string }>>(
        `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
          where n.nspname = $1 and c.relkind in ('r', 'p')
            and not (c.relrowsecurity and c.relforcerowsecurity
                     and exists (select from pg_policy p where p.polrelid = c.oid))
          order by 1`,
        [pluginRole(plugin)],
      )
      return rows.map(({ name }) => name)
    },
    catch: (cause) => new MigrationFailed({ plugin, detail: (cause as Error).message }),
  })
