-- What devices prove themselves with, what they said about themselves, and how they come to a restaurant.

create table core.device_credential (
  tenant_id uuid not null references core.tenant,
  device_id text not null check (device_id ~ '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$'),
  kind text not null check (kind in ('kds', 'handheld', 'board', 'printerAgent', 'cloudprnt', 'epson')),
  status text not null check (status in ('pending', 'active', 'suspended', 'revoked')),
  -- Key of a role; absent: all that the kind may do.
  role text,
  -- SHA-256 of 256 random bits: nobody guesses those, so nothing slower is needed.
  secret_hash text,
  -- The same secret as mosquitto's password file wants it.
  broker_hash text,
  -- Of the secret in the address of a printer that asks by itself.
  address_hash text unique,
  -- MAC or serial of the one machine that is served at that address.
  hardware_id text check (length(hardware_id) between 1 and 128),
  -- Counts secrets: 0 before the first.
  generation int not null default 0,
  changed_at timestamptz not null default now(),
  primary key (tenant_id, device_id)
);
select core.isolate('core.device_credential');
grant select, insert, update on core.device_credential to heard_app;

-- Other processes hear of a change when it is stored, whoever made it.
create function core.tell_device_change() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform pg_notify('heard_devices', new.tenant_id::text);
  return null;
end
$$;
create trigger tell after insert or update on core.device_credential
  for each row execute function core.tell_device_change();

-- The last that a device said about itself, at most once a minute.
create table core.device_sighting (
  tenant_id uuid not null references core.tenant,
  device_id text not null check (length(device_id) between 1 and 64),
  seen_at timestamptz not null,
  address text,
  version text,
  -- Its clock minus ours.
  clock_skew_ms bigint,
  signal_dbm int,
  model text,
  primary key (tenant_id, device_id)
);
select core.isolate('core.device_sighting');
grant select, insert, update, delete on core.device_sighting to heard_app;

-- A device that is paired speaks for itself: nobody signed it in.
alter table core.session alter column account_id drop not null;
alter table core.session add constraint somebody check (account_id is not null or device_id is not null);
create index session_device on core.session (tenant_id, device_id) where ended_at is null and device_id is not null;

-- Codes on their way. A tablet asks before it belongs to a restaurant, so nothing of this is kept apart by restaurant; the
-- application sees a row only if it has the secret or the code of it, through the functions below.
create table core.pairing (
  -- SHA-256 of the device's code or of the claim.
  secret_hash text primary key,
  -- Eight letters, as a person types them.
  user_code text not null unique check (user_code ~ '^[BCDFGHJKLMNPQRSTVWXZ]{8}$'),
  -- pairing: the device shows the code · claim: the manager has it · ticket: a printer printed it
  way text not null check (way in ('pairing', 'claim', 'ticket')),
  kind text not null check (kind in ('kds', 'handheld', 'board', 'printerAgent', 'cloudprnt', 'epson')),
  name text check (length(name) between 1 and 120),
  address text,
  hardware_id text,
  tenant_id uuid references core.tenant,
  device_id text,
  state text not null check (state in ('waiting', 'approved', 'denied')),
  wrong int not null default 0,
  asked_at timestamptz not null,
  polled_at timestamptz,
  expires_at timestamptz not null
);
create index pairing_age on core.pairing (expires_at);
alter table core.pairing enable row level security;
alter table core.pairing force row level security;
create policy keeper on core.pairing to core_keeper using (true) with check (true);
grant select, insert, update, delete on core.pairing to core_keeper;
grant select on core.device_credential to core_keeper;
create policy keeper on core.device_credential for select to core_keeper using (true);

-- Keeps a new code, within bounds: so many of one asker (an address, or a restaurant's own) and so many in all.
-- Returns the code in force: that of the same secret while it lasts; 'taken' for another try with another code; or 'full'.
create function core.pairing_ask(
  p_secret text, p_code text, p_way text, p_kind text, p_name text, p_address text, p_hardware text,
  p_tenant uuid, p_device text, p_state text, p_now timestamptz, p_until timestamptz, p_most_own int, p_most int
) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  known text;
begin
  -- One after the other: the bounds are exact.
  perform pg_advisory_xact_lock(hashtextextended('core.pairing', 0));
  delete from core.pairing as p where p.expires_at <= p_now;
  select p.user_code into known from core.pairing as p where p.secret_hash = p_secret;
  if found then return known; end if;
  if (select count(*) from core.pairing) >= p_most or (
    select count(*) from core.pairing as p
    where p.way = p_way and case when p_way = 'pairing' then p.address = p_address else p.tenant_id = p_tenant end
  ) >= p_most_own then return 'full'; end if;
  insert into core.pairing (secret_hash, user_code, way, kind, name, address, hardware_id, tenant_id, device_id, state,
    asked_at, expires_at)
  values (p_secret, p_code, p_way, p_kind, p_name, p_address, p_hardware, p_tenant, p_device, p_state, p_now, p_until)
  on conflict on constraint pairing_user_code_key do nothing;
  return case when found then p_code else 'taken' end;
end
$$;

-- By the secret or by the code, while it lasts.
create function core.pairing_find(p_secret text, p_code text, p_now timestamptz) returns setof core.pairing
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select * from core.pairing as p where (p.secret_hash = p_secret or p.user_code = p_code) and p.expires_at > p_now
$$;

-- Whether the device asked no sooner than it may. Each asking counts, also one that came too soon.
create function core.pairing_polled(p_secret text, p_now timestamptz, p_interval interval) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  before timestamptz;
begin
  select p.polled_at into before from core.pairing as p where p.secret_hash = p_secret for update;
  update core.pairing as p set polled_at = p_now where p.secret_hash = p_secret;
  return before is null or before + p_interval <= p_now;
end
$$;

-- Once: whoever decides second changes nothing. What was approved waits at least five minutes for its device.
create function core.pairing_decide(
  p_code text, p_state text, p_tenant uuid, p_device text, p_name text, p_now timestamptz
) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  update core.pairing as p
  set state = p_state, tenant_id = p_tenant, device_id = p_device, name = coalesce(p_name, p.name),
    expires_at = greatest(p.expires_at, p_now + interval '5 minutes')
  where p.user_code = p_code and p.state = 'waiting' and p.expires_at > p_now and coalesce(p.tenant_id, p_tenant) = p_tenant;
  return found;
end
$$;

-- A code that was used wrongly so often is burnt.
create function core.pairing_wrong(p_code text, p_most int) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  with counted as (
    update core.pairing as p set wrong = p.wrong + 1 where p.user_code = p_code and p.wrong + 1 < p_most returning 1)
  delete from core.pairing as p where p.user_code = p_code and not exists (select from counted)
$$;

-- Used up. False: somebody was faster, or it is over.
create function core.pairing_take(p_secret text, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from core.pairing as p where p.secret_hash = p_secret and p.state = 'approved' and p.expires_at > p_now;
  return found;
end
$$;

-- Codes of a device that are still on their way, when it is revoked or gets another one.
create function core.pairing_forget(p_tenant uuid, p_device text) returns void
language sql security definer set search_path = pg_catalog, pg_temp as $$
  delete from core.pairing as p where p.tenant_id = p_tenant and p.device_id = p_device
$$;

-- Whose address it is: asked before anybody knows which restaurant.
create function core.device_by_address(p_hash text) returns table (tenant_id uuid, device_id text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c.tenant_id, c.device_id from core.device_credential as c where c.address_hash = p_hash
$$;

-- Whom a broker of somebody else lets in, of all restaurants.
create function core.broker_accounts() returns table (tenant_id uuid, device_id text, status text, broker_hash text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select c.tenant_id, c.device_id, c.status, c.broker_hash from core.device_credential as c
  where c.status = 'active' and c.broker_hash is not null order by 1, 2
$$;

grant create on schema core to core_keeper;
alter function core.pairing_ask owner to core_keeper;
alter function core.pairing_find owner to core_keeper;
alter function core.pairing_polled owner to core_keeper;
alter function core.pairing_decide owner to core_keeper;
alter function core.pairing_wrong owner to core_keeper;
alter function core.pairing_take owner to core_keeper;
alter function core.pairing_forget owner to core_keeper;
alter function core.device_by_address owner to core_keeper;
alter function core.broker_accounts owner to core_keeper;
revoke create on schema core from core_keeper;
revoke execute on function core.pairing_ask, core.pairing_find, core.pairing_polled, core.pairing_decide,
  core.pairing_wrong, core.pairing_take, core.pairing_forget, core.device_by_address, core.broker_accounts from public;
grant execute on function core.pairing_ask, core.pairing_find, core.pairing_polled, core.pairing_decide,
  core.pairing_wrong, core.pairing_take, core.pairing_forget, core.device_by_address, core.broker_accounts to heard_app;
