-- People, what they may do, their sessions, and the record of who did what.

create table core.role (
  tenant_id uuid not null,
  key text not null check (key ~ '^[a-z][a-z0-9_]{1,39}$'),
  name text not null check (length(name) between 1 and 100),
  permissions text[] not null,
  built_in boolean not null default false,
  primary key (tenant_id, key)
);

-- Which defaults of a plugin were granted once: what a restaurant took away since is not given back.
create table core.role_grant (
  tenant_id uuid not null,
  plugin text not null,
  role text not null,
  permission text not null,
  primary key (tenant_id, plugin, role, permission)
);

-- A person, with one password for all restaurants they work in. `disabled` is the operator's switch for all of them.
create table core.account (
  id uuid primary key,
  password_hash text not null,
  full_name text not null check (length(full_name) between 1 and 200),
  instance_admin boolean not null default false,
  disabled boolean not null default false,
  last_login_at timestamptz,
  created_at timestamptz not null default now()
);

-- A person in one restaurant. The membership is written first, because an account is seen through one only; hence the
-- reference is looked at when the transaction ends.
create table core.membership (
  tenant_id uuid not null,
  account_id uuid not null references core.account deferrable initially deferred,
  username text not null check (length(username) between 1 and 64),
  -- Folded, so that Ana and ana are one name.
  username_key text not null,
  role text not null,
  pin_hash text,
  disabled boolean not null default false,
  rev int not null default 1,
  primary key (tenant_id, account_id),
  constraint membership_username unique (tenant_id, username_key),
  constraint membership_pin unique (tenant_id, pin_hash),
  constraint membership_role foreign key (tenant_id, role) references core.role
);
create index membership_account on core.membership (account_id);

-- One per sign-in. Of its refresh tokens only the newest works, and only its hash is here.
create table core.session (
  tenant_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  device_id text,
  device_kind text,
  device_name text,
  -- A person who took over a device by PIN; the session ends with the device's own.
  parent_id uuid,
  refresh_hash text not null,
  address text,
  created_at timestamptz not null,
  used_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz,
  ended_why text,
  primary key (tenant_id, id)
);
create index session_account on core.session (tenant_id, account_id) where ended_at is null;
create index session_parent on core.session (tenant_id, parent_id) where parent_id is not null;
create index session_age on core.session using brin (expires_at);

-- Wrong passwords and PINs in a row, so that a restart does not make guessing free again.
create table core.guess (
  tenant_id uuid not null,
  subject text not null,
  failures int not null,
  locked_until timestamptz not null,
  at timestamptz not null,
  primary key (tenant_id, subject)
);

create table core.audit (
  tenant_id uuid not null,
  seq bigint not null,
  action text not null,
  -- The line as it was hashed: JSON text, never written anew.
  line text not null,
  hash text not null,
  primary key (tenant_id, seq)
);
create index audit_action on core.audit (tenant_id, action, seq desc);

create table core.audit_head (
  tenant_id uuid primary key,
  seq bigint not null default 0,
  hash text not null default ''
) with (fillfactor = 50);

select core.isolate(name) from unnest(array[
  'core.role', 'core.role_grant', 'core.membership', 'core.session', 'core.guess', 'core.audit', 'core.audit_head'
]::regclass[]) as name;

-- The rules of core.membership decide: an account shows only through a restaurant that is named.
alter table core.account enable row level security;
alter table core.account force row level security;
create policy member on core.account
  using (exists (select from core.membership as m where m.account_id = account.id))
  with check (exists (select from core.membership as m where m.account_id = account.id));

-- Which key signs tokens: the newest. It belongs to the instance; the keys themselves are derived, never stored.
create table core.token_key (
  generation int primary key check (generation > 0),
  made_at timestamptz not null default now()
);
alter table core.token_key enable row level security;
alter table core.token_key force row level security;
create policy instance_read on core.token_key for select to heard_app using (true);
create policy instance_add on core.token_key for insert to heard_app with check (true);

grant select, insert, update, delete on core.role, core.membership, core.guess to heard_app;
grant select, insert on core.role_grant, core.token_key to heard_app;
grant select, insert on core.account to heard_app;
grant update (password_hash, full_name, instance_admin, last_login_at) on core.account to heard_app;
grant select, insert on core.session to heard_app;
grant update (refresh_hash, used_at, expires_at, ended_at, ended_why) on core.session to heard_app;
grant select on core.audit, core.audit_head to heard_app;
grant select, insert on core.audit to core_keeper;
grant select, insert, update on core.audit_head to core_keeper;
grant select on core.tenant, core.membership to core_keeper;
grant select, delete on core.account, core.session to core_keeper;

-- What the keeper's functions below must see beyond one restaurant, and nothing else.
create policy keeper on core.tenant for select to core_keeper using (true);
create policy keeper on core.membership for select to core_keeper using (true);
create policy keeper on core.account for all to core_keeper using (true);
create policy keeper on core.session for all to core_keeper using (true);

-- The only way to write the audit log, for the restaurant that is named. The head's lock lives until commit, so lines
-- are numbered in the order of their commits, without a gap.
create function core.audit_append(p_tenant uuid, p_action text, p_deed text) returns bigint
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare
  last_seq bigint;
  last_hash text;
  new_line text;
  new_hash text;
begin
  if json_typeof(p_deed::json) <> 'object' then
    raise exception 'a deed is a JSON object' using errcode = '22023';
  end if;
  insert into core.audit_head (tenant_id) values (p_tenant) on conflict do nothing;
  select h.seq, h.hash into last_seq, last_hash from core.audit_head as h where h.tenant_id = p_tenant for update;
  new_line := '{"seq":' || last_seq + 1
    || ',"at":"' || to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
    || '","tenantId":"' || p_tenant || '","action":' || to_json(p_action) || ',"deed":' || p_deed || '}';
  new_hash := encode(sha256(convert_to(last_hash || chr(10) || new_line, 'UTF8')), 'hex');
  insert into core.audit (tenant_id, seq, action, line, hash)
  values (p_tenant, last_seq + 1, p_action, new_line, new_hash);
  update core.audit_head as h set seq = last_seq + 1, hash = new_hash where h.tenant_id = p_tenant;
  return last_seq + 1;
end
$$;

-- Where a person works: asked for somebody whose token was verified.
create function core.memberships_of(p_account uuid)
returns table (tenant_id uuid, slug text, name text, username text, full_name text, role text, disabled boolean, instance_admin boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select m.tenant_id, t.slug, t.name, m.username, a.full_name, m.role, m.disabled or a.disabled, a.instance_admin
  from core.membership as m join core.account as a on a.id = m.account_id join core.tenant as t on t.id = m.tenant_id
  where m.account_id = p_account order by t.slug
$$;

-- A person who works nowhere any more is forgotten; events and audit log keep the name.
create function core.forget_account() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  delete from core.account as a
  where a.id = old.account_id and not exists (select from core.membership as m where m.account_id = a.id);
  return null;
end
$$;

-- Sessions that ended or ran out a month ago.
create function core.forget_sessions() returns void
language sql security definer set search_path = pg_catalog, pg_temp
as $$ delete from core.session where expires_at < now() - interval '30 days' $$;

grant create on schema core to core_keeper;
alter function core.audit_append owner to core_keeper;
alter function core.memberships_of owner to core_keeper;
alter function core.forget_account owner to core_keeper;
alter function core.forget_sessions owner to core_keeper;
revoke create on schema core from core_keeper;
revoke execute on function core.audit_append, core.memberships_of, core.forget_account, core.forget_sessions from public;
grant execute on function core.audit_append, core.memberships_of, core.forget_sessions to heard_app;

create trigger forget_account after delete on core.membership for each row execute function core.forget_account();
