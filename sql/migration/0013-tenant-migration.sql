-- How far each restaurant's rows are brought along with the versions of its plugins.

create table core.tenant_migration (
  tenant_id uuid not null,
  plugin_key text not null,
  id int not null,
  name text not null,
  checksum text not null,
  status text not null check (status in ('running', 'done', 'failed')),
  -- What the last batch returned; stored in the batch's own transaction.
  cursor jsonb,
  rows bigint not null default 0,
  error text,
  changed_at timestamptz not null default now(),
  primary key (tenant_id, plugin_key, id)
);
select core.isolate('core.tenant_migration');
grant select, insert, update, delete on core.tenant_migration to heard_app;
