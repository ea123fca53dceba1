-- Where a tenant's fold of the log may begin after a restart. A read model: deleted, it is rebuilt from position 0.
create schema floor;

create table floor.checkpoint (
  tenant_id uuid primary key,
  position bigint not null,
  counters jsonb not null,
  saved_at timestamptz not null default now()
);

create table floor.open_order (
  tenant_id uuid not null,
  order_id uuid not null,
  state jsonb not null,
  primary key (tenant_id, order_id)
);

select core.isolate('floor.checkpoint');
select core.isolate('floor.open_order');
create policy busy on floor.checkpoint for select to log_writer using (true);
create policy busy on floor.open_order for select to log_writer using (true);

grant usage on schema floor to heard_app, log_writer;
grant select, insert, update, delete on floor.checkpoint, floor.open_order to heard_app;
grant select on floor.checkpoint, floor.open_order to log_writer;

-- Whom to wake after a restart. It names tenants and shows nothing of them, hence across all of them.
create function floor.busy_tenants() returns table (tenant_id uuid) language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select h.tenant_id from log.head as h left join floor.checkpoint as c using (tenant_id)
  where h.position > coalesce(c.position, 0)
  union
  select o.tenant_id from floor.open_order as o
$$;

grant create on schema floor to log_writer;
alter function floor.busy_tenants owner to log_writer;
revoke create on schema floor from log_writer;
revoke execute on function floor.busy_tenants from public;
grant execute on function floor.busy_tenants to heard_app;
