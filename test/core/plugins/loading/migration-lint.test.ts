import { describe, expect, it } from "vitest"
import { migrationBreaches } from "#core/plugins/loading/migration-lint.ts"
import { sqlStatements } from "#core/plugins/loading/sql-statements.ts"

const expand = (text: string) => migrationBreaches("kds", "expand", text)
const none: ReadonlyArray<string> = []

describe("a migration of the expand phase", () => {
  it.each([
    "create table plg_kds.x (tenant_id uuid not null, at int not null); select core.isolate('plg_kds.x'); create unique index x_at on plg_kds.x (tenant_id, at); alter table plg_kds.x drop column at",
    "alter table station add column note text, add column n int not null default 0, add column at timestamptz not null default now()",
    "alter table station alter column n set default 1; alter table station alter column n set not null",
    "alter table station alter n drop not null",
    "alter table station add constraint positive check (n > 0) not valid",
    "alter table station validate constraint positive",
    "comment on table station is 'drop table station; '",
    "create function plg_kds.f() returns trigger language plpgsql as $body$ begin delete from x; return null; end $body$",
    "create type mood as enum ('a'); alter type mood add value 'b'",
    "-- heard:no-transaction\ncreate index concurrently if not exists i on plg_kds.station (tenant_id)",
  ])("[LINT-1] may add: %s", (sql) => {
    expect(expand(sql)).toEqual(none)
  })

  it.each([
    ["drop table station", "not additive"],
    ["alter table station drop column n", "not additive"],
    ["alter table station rename column n to m", "not additive"],
    ["alter table station rename to place", "not additive"],
    ["alter table station add column a int, alter column n type varchar(40)", "not additive"],
    ["alter table station alter column n drop default", "not additive"],
    ["alter table only plg_kds.station alter n set not null", "needs a default"],
    ["alter table station add column n int not null", "needs a default"],
    ["alter table station add column n int unique", "made concurrently"],
    ["alter table station add column n uuid default gen_random_uuid()", "for every row"],
    ["alter table station add column n int generated always as (a + b) stored", "for every row"],
    ["alter table station add constraint u unique (n)", "using index"],
    ["alter table station add foreign key (n) references other", "not valid"],
    ["create index i on station (n)", "made concurrently"],
    ["create table t as select 1", "made empty"],
    ["truncate station", "migrations/tenant"],
    ["update station set n = 1", "migrations/tenant"],
    ["select pg_sleep(1)", "core.isolate"],
    ["create sequence s; drop sequence s", "not additive"],
    ["alter type mood rename value 'a' to 'b'", "not additive"],
  ])("[LINT-1] may not take away, rewrite or hold: %s", (sql, why) => {
    expect(expand(sql)).toEqual([expect.stringContaining(why)])
  })
})

describe("a migration of any phase", () => {
  it.each([
    ["create policy all on station using (true)", "core.isolate"],
    ["alter table station no force row level security", "forced row level security"],
    ["alter table station disable row level security", "forced row level security"],
    ["alter table station owner to plg_kds", "forced row level security"],
    ["grant select on station to public", "rights"],
    ["set role heard_owner", "one transaction"],
    ["commit", "one transaction"],
    ["do $$ begin drop table station; end $$", "no place"],
    ["create materialized view v as table station", "without a rule"],
    [
      "create function f() returns int language sql security definer as 'select 1'",
      "rights of its caller",
    ],
    ["create view v as table plg_orders.line", "another plugin"],
    ["create view v as table log.event", "the hub"],
    ['create view v as table "core".tenant', "the hub"],
  ])("[LINT-2] may not loosen what keeps restaurants and plugins apart: %s", (sql, why) => {
    for (const phase of ["expand", "contract"] as const)
      expect(migrationBreaches("kds", phase, sql)).toEqual([expect.stringContaining(why)])
  })

  it("[LINT-2] takes away in contract, and changes rows per restaurant", () => {
    expect(
      migrationBreaches("kds", "contract", "alter table station drop column n; drop table old"),
    ).toEqual(none)
    expect(
      migrationBreaches("kds", "tenant", "update station set n = 1; with a as (select 1) select 1"),
    ).toEqual(none)
    expect(migrationBreaches("kds", "tenant", "select 1;\nalter table station add n int")).toEqual([
      "line 2: migrations/tenant changes rows; tables change in migrations/expand",
    ])
  })

  it("[LINT-3] makes an index concurrently in a file without a transaction, with nothing else", () => {
    const index = "create index concurrently if not exists i on station (n)"
    expect(expand(index)).toEqual([expect.stringContaining("heard:no-transaction")])
    expect(expand(`-- heard:no-transaction\n${index};\nalter table station add a int`)).toEqual([
      expect.stringContaining("line 3: without a transaction only"),
    ])
    expect(expand(`-- heard:no-transaction\n${index.replace("if not exists ", "")}`)).toHaveLength(
      1,
    )
  })
})

describe("the statements of a file", () => {
  it("[LINT-4] end where PostgreSQL ends them", () => {
    const file = `
-- a; b
select 'it''s; fine' /* one /* two; */ three; */, "odd;""name", E'a\\';b';
create function f() returns int language plpgsql as $a$ begin; $b$ ; $a$;
create function g() returns int begin atomic select case when true then 1 end; end;
select $1;select 2`
    expect(
      sqlStatements(file).map(({ line, tokens }) => `${line} ${tokens[0]} ${tokens.at(-1)}`),
    ).toEqual(["3 select '…'", "4 create '…'", "5 create end", "6 select 1", "6 select 2"])
  })
})
