-- Stations of the kitchen and the screens that show them.

create table plg_kds.station (
  tenant_id uuid not null,
  id uuid not null,
  rev int not null default 1,
  doc jsonb not null,
  created_hash text not null,
  key text not null generated always as (doc ->> 'key') stored,
  sort int not null generated always as ((doc ->> 'sort')::int) stored,
  primary key (tenant_id, id)
);
select core.isolate('plg_kds.station');

create unique index station_key on plg_kds.station (tenant_id, key);
-- Whatever no rule routes has exactly one place to go.
create unique index station_catch_all on plg_kds.station (tenant_id) where (doc -> 'catchAll')::boolean;

create table plg_kds.screen (
  tenant_id uuid not null,
  id uuid not null,
  rev int not null default 1,
  doc jsonb not null,
  created_hash text not null,
  name text not null generated always as (doc ->> 'name') stored,
  primary key (tenant_id, id)
);
select core.isolate('plg_kds.screen');
