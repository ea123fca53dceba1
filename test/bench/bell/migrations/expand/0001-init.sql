create table plg_bell.heard (
  tenant_id uuid not null,
  id bigint generated always as identity,
  ring uuid not null,
  primary key (tenant_id, id)
);
select core.isolate('plg_bell.heard');
