-- The append-only truth. The application may read its tenant's part of it and call log.append, nothing else:
-- not even a bug can change history.
create schema log;

-- Positions count per tenant without a gap. Rewritten by every flush, hence the room for updates in place.
create table log.head (
  tenant_id uuid primary key,
  position bigint not null default 0
) with (fillfactor = 50);

create table log.stream (
  tenant_id uuid not null,
  stream text not null check (length(stream) between 1 and 120),
  version int not null,
  primary key (tenant_id, stream)
) with (fillfactor = 80);

create table log.event (
  tenant_id uuid not null,
  position bigint not null,
  stream text not null,
  version int not null,
  type text not null,
  payload jsonb not null,
  cid uuid not null,
  at timestamptz not null,
  primary key (tenant_id, position),
  -- The fence: whatever goes wrong above, a stream cannot fork.
  unique (tenant_id, stream, version)
);

-- What each command was answered, so that a repeat gets the same.
create table log.command (
  tenant_id uuid not null,
  cid uuid not null,
  fingerprint text not null,
  reply jsonb not null,
  at timestamptz not null,
  primary key (tenant_id, cid)
);
create index command_age on log.command using brin (at);

-- A cache of folded streams; it may be deleted at any time.
create table log.snapshot (
  tenant_id uuid not null,
  stream text not null,
  version int not null,
  state jsonb not null,
  primary key (tenant_id, stream, version)
);

select core.isolate(name) from unnest(
  array['log.head', 'log.stream', 'log.event', 'log.command', 'log.snapshot']::regclass[]) as name;

create policy writer on log.head to log_writer using (true) with check (true);
create policy writer on log.stream to log_writer using (true) with check (true);
create policy writer on log.event to log_writer using (true) with check (true);
create policy writer on log.command to log_writer using (true) with check (true);

grant usage on schema log to heard_app, log_writer;
grant select on log.head, log.stream, log.event, log.command to heard_app;
grant select, insert, delete on log.snapshot to heard_app;
grant select, insert, update on log.head, log.stream to log_writer;
grant select, insert on log.event to log_writer;
grant select, insert, delete on log.command to log_writer;
