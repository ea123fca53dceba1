-- A secret that was handed to a device over its session and that it has not used yet: until then, or until its time is
-- over, the one before is good too.

alter table core.device_credential
  add column next_secret_hash text,
  add column next_broker_hash text,
  add column next_until timestamptz;

-- A password file has one secret for each name: the one before, until its time is over.
create or replace function core.broker_accounts() returns table (tenant_id uuid, device_id text, status text, broker_hash text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c.tenant_id, c.device_id, c.status,
    case when c.next_until <= now() then c.next_broker_hash else c.broker_hash end
  from core.device_credential as c
  where c.status = 'active' and (c.broker_hash is not null or c.next_until <= now()) order by 1, 2
$$;
