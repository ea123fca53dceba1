import { Effect } from "effect"
import { appRole, type DatabaseAddress, DatabaseUnusable } from "./database-address.ts"
import type { PlainConnection } from "./plain-connection.ts"

export const ownerRole = "heard_owner"

/**
 * Makes the roles and the first schema, or finds them made. `heard_owner` owns and migrates, `log_writer` owns the
 * functions that write the log, `core_keeper` those that write the audit log and look after accounts, none of them can
 * sign in; `heard_app` signs in and owns nothing.
 *
 * Roles belong to the whole server, so two databases of it may come here at once: whoever is second finds them there.
 */
export const prepareRoles = (
  owner: PlainConnection,
  app: DatabaseAddress,
): Effect.Effect<void, DatabaseUnusable> =>
  Effect.tryPromise({
    try: async () => {
      await owner.unsafe("select pg_advisory_lock(hashtext('heard roles'))")
      try {
        await owner.unsafe(statements(app)).simple()
      } finally {
        await owner.unsafe("select pg_advisory_unlock(hashtext('heard roles'))")
      }
    },
    catch: (cause) =>
      new DatabaseUnusable({
        detail: `The roles of the database cannot be made: ${(cause as Error).message}`,
      }),
  })

/** The password is ours by now: an earlier hub over this server had another secret. */
export const resetAppPassword = (
  owner: PlainConnection,
  app: DatabaseAddress,
): Effect.Effect<void, DatabaseUnusable> =>
  Effect.tryPromise({
    try: () => owner.unsafe(`alter role ${appRole} ${login(app)}`),
    catch: (cause) =>
      new DatabaseUnusable({
        detail: `The password of ${appRole} cannot be set: ${(cause as Error).message}`,
      }),
  })

const login = (app: DatabaseAddress): string =>
  `login ${app.password === "" ? "" : `password '${app.password}'`}`

const statements = (app: DatabaseAddress): string => `
  do $$ begin create role ${ownerRole} nologin; exception when duplicate_object or unique_violation then null; end $$;
  do $$ begin create role log_writer nologin; exception when duplicate_object or unique_violation then null; end $$;
  do $$ begin create role core_keeper nologin; exception when duplicate_object or unique_violation then null; end $$;
  do $$ begin create role ${appRole} ${login(app)}; exception when duplicate_object or unique_violation then null; end $$;
  do $$ begin
    if not pg_has_role(current_user, '${ownerRole}', 'usage') then execute 'grant ${ownerRole} to current_user'; end if;
    if not pg_has_role('${ownerRole}', 'log_writer', 'usage') then execute 'grant log_writer to ${ownerRole}'; end if;
    if not pg_has_role('${ownerRole}', 'core_keeper', 'usage') then execute 'grant core_keeper to ${ownerRole}'; end if;
    if not has_database_privilege('${ownerRole}', current_database(), 'create') then
      execute format('grant create on database %I to ${ownerRole}', current_database());
    end if;
    if has_database_privilege('${appRole}', current_database(), 'temporary') then
      execute format('revoke temporary on database %I from public', current_database());
    end if;
  end $$;
  create schema if not exists core authorization ${ownerRole};
  create table if not exists core.migration (
    namespace text not null, id int not null, name text not null, checksum text not null,
    applied_at timestamptz not null default now(), took_ms int not null, primary key (namespace, id));
  alter table core.migration owner to ${ownerRole};
`
