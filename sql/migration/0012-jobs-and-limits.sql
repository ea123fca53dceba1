-- Limits that one restaurant has instead of everybody's; absent for nearly all.
alter table core.tenant add column limits jsonb;
grant update (limits) on core.tenant to heard_app;

-- How far each job of each plugin came in each restaurant.
create table core.plugin_job (
  tenant_id uuid not null,
  job text not null check (length(job) between 1 and 200),
  -- Every due time up to here was taken, or passed while the plugin was not enabled.
  handled_until timestamptz not null,
  -- Somebody works on it, and until when nobody else may. Left behind by a crash, it says that the run has to be made up.
  running_until timestamptz,
  runs bigint not null default 0,
  -- In a row.
  failures int not null default 0,
  started_at timestamptz,
  ended_at timestamptz,
  last_error text,
  primary key (tenant_id, job)
);
select core.isolate('core.plugin_job');
grant select, insert, update, delete on core.plugin_job to heard_app;
