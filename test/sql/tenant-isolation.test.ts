import { afterAll, beforeAll, describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { EventLog } from "#core/log/event-log.ts"
import { type PlainConnection, plainConnection } from "#sql/plain-connection.ts"
import { asking, happening, newOrder, newRestaurant } from "#test/support/append-request.ts"
import { appAddress, testDatabase } from "#test/support/postgres.ts"

const database = testDatabase()
const [acme, rival] = [newRestaurant(), newRestaurant()]
let app: PlainConnection

beforeAll(async () => {
  app = plainConnection(appAddress(database.admin()), { name: "app", statementTimeoutMs: 5_000 })
  await Effect.runPromise(
    Effect.gen(function* () {
      const log = yield* EventLog
      for (const scope of [acme, rival]) {
        yield* log.append(scope, asking(happening(newOrder(), 0, "placed")))
        yield* log.saveSnapshot(scope, "tenant", 1, { open: true })
      }
    }).pipe(Effect.provide(database.layer)),
  )
})
afterAll(() => app.end())

describe("the application's role", () => {
  it("[SQL-5] sees nothing while no restaurant is named", async () => {
    for (const table of tenantTables)
      expect(await app.unsafe(`select 1 from ${table}`), table).toHaveLength(0)
  })

  it("[SQL-5] sees the rows of the named restaurant and of no other", async () => {
    const seen = await asAcme(
      "select tenant_id from log.event union all select tenant_id from log.command",
    )
    expect(seen.map((row) => row["tenant_id"])).toEqual([acme.tenantId, acme.tenantId])
  })

  it("[SQL-5] keeps a restaurant's name for one transaction only", async () => {
    await asAcme("select 1")
    await app.unsafe("select log.head_of($1)", [acme.tenantId])
    const [row] = await app.unsafe("select current_setting('app.tenants', true) as tenants")
    expect(row?.["tenants"] ?? "").toBe("")
  })

  it("[SQL-5] cannot write a row into another restaurant, nor move one there", async () => {
    const values = `('${rival.tenantId}', gen_random_uuid(), '{}')`
    await expect(
      asAcme(`insert into floor.open_order (tenant_id, order_id, state) values ${values}`),
    ).rejects.toMatchObject({ code: "42501" })
    await expect(
      asAcme(`
        insert into floor.checkpoint (tenant_id, position, counters) values ('${acme.tenantId}', 1, '{}');
        update floor.checkpoint set tenant_id = '${rival.tenantId}'`),
    ).rejects.toMatchObject({ code: "42501" })
  })

  it.each([
    "insert into log.event (tenant_id, position, stream, version, type, payload, cid, at) values ($t, 9, 's', 1, 'x', '{}', $t, now())",
    "update log.event set payload = '{}'",
    "delete from log.event",
    "delete from log.command",
    "update log.stream set version = 1",
    "update log.head set position = 0",
    "truncate log.event",
    "truncate floor.open_order",
    "delete from core.tenant",
    "update core.tenant set slug = 'x'",
    "update core.tenant set id = $t",
    "select * from core.migration",
    "insert into core.audit (tenant_id, seq, action, line, hash) values ($t, 1, 'x', '{}', '')",
    "update core.audit set line = '{}'",
    "delete from core.audit",
    "truncate core.audit",
    "update core.audit_head set seq = 0",
    "update core.account set disabled = false",
    "delete from core.account",
    "delete from core.session",
    "update core.session set account_id = gen_random_uuid()",
    "delete from core.role_grant",
    "delete from core.token_key",
    "select * from core.pairing",
    "delete from core.pairing",
    "delete from core.device_credential",
    "set role core_keeper",
    "alter table log.event disable row level security",
    "drop table log.event",
    "create table public.mine (a int)",
    "create temporary table mine (a int)",
    "create schema mine",
    "create role mine",
    "set role heard_owner",
    "set role log_writer",
    "create or replace function log.heads() returns table (tenant_id uuid, \"position\" bigint) language sql as 'select null::uuid, 1'",
  ])("[SQL-6] cannot: %s", async (statement) => {
    await expect(asAcme(statement.replaceAll("$t", `'${acme.tenantId}'`))).rejects.toMatchObject({
      code: "42501",
    })
  })

  it("[SQL-6] owns nothing and passes by no rule", async () => {
    const [row] = await database.connection()`
      select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole,
        (select count(*) from pg_class where relowner = r.oid) as owned
      from pg_roles as r where rolname = 'heard_app'`
    expect(row).toEqual({
      rolsuper: false,
      rolbypassrls: false,
      rolcreatedb: false,
      rolcreaterole: false,
      owned: 0,
    })
  })
})

describe("every table with restaurants' rows", () => {
  it("[SQL-7] is under forced row level security with a rule", async () => {
    expect(await unprotected()).toEqual([])
  })

  it("[SQL-7] is missed by the check when the rule, the force or the switch is forgotten", async () => {
    const admin = database.connection()
    await admin
      .unsafe(`
        create table floor.forgotten (tenant_id uuid);
        create table floor.not_forced (tenant_id uuid);
        alter table floor.not_forced enable row level security;
        create policy tenant on floor.not_forced using (true);
        create table floor.no_rule (tenant_id uuid);
        alter table floor.no_rule enable row level security;
        alter table floor.no_rule force row level security;
        create table log.no_column (a int);`)
      .simple()
    expect(await unprotected()).toEqual([
      "floor.forgotten",
      "floor.no_rule",
      "floor.not_forced",
      "log.no_column",
    ])
    await admin
      .unsafe("drop table floor.forgotten, floor.not_forced, floor.no_rule, log.no_column")
      .simple()
  })

  it("[SQL-7] lets nobody but the log's writer see more than one restaurant", async () => {
    // Widened on purpose: the writer of many tenants, waking after a restart, the directory that has no secrets, the
    // keeper who finds the restaurants of one person and forgets old sessions, and what belongs to the instance.
    const wide = await database.connection()`
      select schemaname || '.' || tablename || ' ' || policyname || ' ' || roles::text as policy from pg_policies
      where qual is distinct from (select qual from pg_policies where schemaname = 'log' and tablename = 'event' and policyname = 'tenant')
      order by 1`
    expect(wide.map((row) => row["policy"])).toEqual([
      "bus.delivery keeper {log_writer}",
      "bus.done keeper {log_writer}",
      "bus.subscription keeper {log_writer}",
      "core.account keeper {core_keeper}",
      // Not wider: an account shows through a membership, which is under the rule.
      "core.account member {public}",
      "core.device_credential keeper {core_keeper}",
      "core.membership keeper {core_keeper}",
      "core.pairing keeper {core_keeper}",
      "core.session keeper {core_keeper}",
      "core.setup setup_all {heard_app}",
      "core.tenant directory_add {heard_app}",
      "core.tenant directory_change {heard_app}",
      "core.tenant directory_read {heard_app}",
      "core.tenant keeper {core_keeper}",
      "core.token_key instance_add {heard_app}",
      "core.token_key instance_read {heard_app}",
      "floor.checkpoint busy {log_writer}",
      "floor.open_order busy {log_writer}",
      "log.command writer {log_writer}",
      "log.event writer {log_writer}",
      "log.head writer {log_writer}",
      "log.stream writer {log_writer}",
    ])
  })
})

const tenantTables = [
  "log.event",
  "log.stream",
  "log.head",
  "log.command",
  "log.snapshot",
  "floor.checkpoint",
  "floor.open_order",
]

const asAcme = async (statement: string): Promise<ReadonlyArray<Record<string, unknown>>> => {
  await app.unsafe("begin")
  try {
    await app.unsafe("select set_config('app.tenants', $1, true)", [`{${acme.tenantId}}`])
    return await app.unsafe(statement)
  } finally {
    await app.unsafe("rollback")
  }
}

/** Tables that hold tenants' rows, by their column or by where they stand, and lack a part of the protection. */
const unprotected = async (): Promise<ReadonlyArray<string>> => {
  const rows = await database.connection()<Array<{ name: string }>>`
    select n.nspname || '.' || c.relname as name
    from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p')
      and (n.nspname in ('log', 'floor') or n.nspname like 'plg\_%'
        or (n.nspname || '.' || c.relname) in ('core.tenant', 'core.account', 'core.token_key')
        or exists (select from pg_attribute where attrelid = c.oid and attname = 'tenant_id' and not attisdropped))
      and not (c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy where polrelid = c.oid))
    order by 1`
  return rows.map(({ name }) => name)
}
