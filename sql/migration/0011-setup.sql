-- Restaurants that are being opened, and were: which step comes next, and which ids the first attempt drew. Read before
-- any restaurant is named (there may be none), so the application sees all of it, as with the directory; it holds no
-- secret, for the fingerprint of a request is keyed.
create table core.setup (
  tenant_id uuid primary key,
  owner_id text not null,
  slug text not null unique,
  -- Opened with the set-up token.
  first boolean not null,
  fingerprint text not null,
  idempotency_key text,
  step text not null check (step in ('restaurant', 'owner', 'plugins', 'done')),
  plugins jsonb not null default '[]',
  began_at timestamptz not null default now(),
  done_at timestamptz
);
-- There is one first restaurant, whoever asks at the same time and through whichever process.
create unique index setup_first on core.setup (first) where first;
alter table core.setup enable row level security;
alter table core.setup force row level security;
create policy setup_all on core.setup to heard_app using (true) with check (true);
grant select, insert on core.setup to heard_app;
grant update (slug, fingerprint, idempotency_key, step, plugins, done_at) on core.setup to heard_app;

-- What `/system/ready` writes: a disk that is full or read-only, or a database that only reads, is found by writing.
create table core.write_probe (
  id int primary key check (id = 1),
  at timestamptz not null
);
insert into core.write_probe (id, at) values (1, now());
grant select, update (at) on core.write_probe to heard_app;
