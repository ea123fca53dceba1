-- What a restaurant chose beside its entry in the directory: one row, made when it is first saved.

create table plg_config.restaurant (
  tenant_id uuid primary key,
  -- Changes so far.
  rev int not null,
  doc jsonb not null
);
select core.isolate('plg_config.restaurant');
