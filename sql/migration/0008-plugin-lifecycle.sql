-- What each restaurant runs, and the operations that change it.

create table core.tenant_plugin (
  tenant_id uuid not null references core.tenant,
  plugin_key text not null check (plugin_key ~ '^[a-z][a-z0-9_]{1,39}$'),
  desired text not null check (desired in ('absent', 'installed', 'enabled')),
  -- Changes at the end of an operation only; how far one has come stands in core.plugin_operation.
  actual text not null check (actual in ('absent', 'installed', 'enabled', 'quarantined')),
  -- Version of the restaurant's data. It outlives an uninstall that keeps the data.
  installed_version text,
  -- What the restaurant chose; absent until somebody saved.
  config jsonb,
  -- Counts whatever a running instance must notice.
  epoch bigint not null default 0,
  enabled_at timestamptz,
  last_error jsonb,
  primary key (tenant_id, plugin_key)
);

create table core.plugin_operation (
  tenant_id uuid not null references core.tenant,
  id uuid not null,
  plugin_key text not null,
  kind text not null check (kind in ('install', 'enable', 'disable', 'upgrade', 'uninstall', 'release')),
  request jsonb not null,
  steps jsonb not null,
  -- Index into steps of the one that runs, or that failed.
  step int not null default 0 check (step >= 0),
  -- How much of that step is done, from 0 to 1.
  progress real not null default 0,
  status text not null check (status in ('queued', 'running', 'succeeded', 'failed', 'cancelled')),
  notes jsonb not null default '[]',
  error jsonb,
  cancel_asked boolean not null default false,
  -- Who works on it, and until when nobody else may.
  lease_owner text,
  lease_until timestamptz,
  attempt int not null default 0,
  requested_by jsonb not null,
  idempotency_key text check (length(idempotency_key) between 1 and 255),
  fingerprint text not null,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (tenant_id, id),
  unique (tenant_id, idempotency_key)
);
-- One at a time: the database refuses the second, whichever process asks.
create unique index one_operation_per_tenant on core.plugin_operation (tenant_id) where status in ('queued', 'running');
create index operation_age on core.plugin_operation (tenant_id, created_at);

-- Whoever was there before restaurants could choose runs what everybody ran then. The directory shows its rows to the
-- application only; its owner passes by while they are read here.
alter table core.tenant no force row level security;
insert into core.tenant_plugin (tenant_id, plugin_key, desired, actual, installed_version, epoch, enabled_at)
select id, key, 'enabled', 'enabled', '1.0.0', 1, now() from core.tenant,
  unnest(array['catalog_product', 'devices', 'floor_plan', 'kds', 'orders', 'printer']) as key;
alter table core.tenant force row level security;

select core.isolate('core.tenant_plugin');
select core.isolate('core.plugin_operation');
grant select, insert, update, delete on core.tenant_plugin, core.plugin_operation to heard_app;
