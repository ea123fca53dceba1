-- Where guests sit.

create table plg_floor_plan.room (
  tenant_id uuid not null,
  id uuid not null,
  rev int not null default 1,
  doc jsonb not null,
  created_hash text not null,
  sort int not null generated always as ((doc ->> 'sort')::int) stored,
  primary key (tenant_id, id)
);
select core.isolate('plg_floor_plan.room');

create table plg_floor_plan.dining_table (
  tenant_id uuid not null,
  id uuid not null,
  rev int not null default 1,
  doc jsonb not null,
  created_hash text not null,
  sort int not null generated always as ((doc ->> 'sort')::int) stored,
  primary key (tenant_id, id)
);
select core.isolate('plg_floor_plan.dining_table');

create index dining_table_room on plg_floor_plan.dining_table (tenant_id, (doc ->> 'roomId'));
