-- The durable event bus. Facts are events of the log like any other; here stands how far each handler is with them.

-- Appends what a plugin tells the others, as the last statement of the plugin's own transaction. Unlike log.append it
-- waits its turn for the tenant's head: what the transaction wrote before would be lost with it. Under the head's lock
-- nobody else appends, so the version of the stream needs no guess and two transactions of one plugin cannot collide.
create function log.emit(p_tenant uuid, p_stream text, p_types text[], p_payloads jsonb, p_at timestamptz)
returns table (first_position bigint, first_version int, cid uuid)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set lock_timeout = '5s'
as $$
declare
  n int := cardinality(p_types);
  made uuid := gen_random_uuid();
  pos bigint;
  ver int;
begin
  update log.head as h set position = h.position + n where h.tenant_id = p_tenant returning h.position - n into pos;
  if not found then
    insert into log.head as h (tenant_id, position) values (p_tenant, n)
    on conflict on constraint head_pkey do update set position = h.position + n returning h.position - n into pos;
  end if;
  insert into log.stream as s (tenant_id, stream, version) values (p_tenant, p_stream, n)
  on conflict on constraint stream_pkey do update set version = s.version + n returning s.version - n into ver;
  insert into log.event (tenant_id, position, stream, version, type, payload, cid, at)
  select p_tenant, pos + i, p_stream, ver + i, p_types[i], p_payloads -> (i - 1), made, p_at
  from generate_series(1, n) as i;
  return query select pos + 1, ver + 1, made;
end
$$;

create schema bus;

-- How far one handler is in one restaurant: every event up to here is handled, or stands in bus.delivery.
create table bus.subscription (
  tenant_id uuid not null,
  sub text not null check (length(sub) between 3 and 120),
  position bigint not null,
  state text not null default 'running' check (state in ('running', 'paused', 'stopped')),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, sub)
) with (fillfactor = 50);

-- Exceptions only. retry: failed, tried again at next_at. parked: waits behind a retry of its lane. replay: a person
-- asked for it again. dead: all attempts failed; with `holds` its lane waits for a person. discarded: a person let go.
create table bus.delivery (
  tenant_id uuid not null,
  sub text not null,
  position bigint not null,
  lane text not null,
  status text not null check (status in ('retry', 'parked', 'replay', 'dead', 'discarded')),
  attempt int not null default 0,
  next_at timestamptz not null default now(),
  holds boolean not null default false,
  error text,
  replay_id uuid,
  changed_at timestamptz not null default now(),
  primary key (tenant_id, sub, position)
);
create index delivery_lane on bus.delivery (tenant_id, sub, lane, position)
  where status in ('retry', 'parked', 'replay') or holds;
create index delivery_settled on bus.delivery (changed_at) where status = 'discarded';
create index delivery_dead on bus.delivery (tenant_id, changed_at) where status = 'dead';

-- The inbox: this handler's rows for this event are stored, for the mark was part of the same transaction.
create table bus.done (
  tenant_id uuid not null,
  sub text not null,
  position bigint not null,
  at timestamptz not null default now(),
  primary key (tenant_id, sub, position)
);

create index done_age on bus.done using brin (at);

select core.isolate(name) from unnest(array['bus.subscription', 'bus.delivery', 'bus.done']::regclass[]) as name;
grant usage on schema bus to heard_app, log_writer;
grant select, insert, update, delete on bus.subscription, bus.delivery, bus.done to heard_app;

-- Across all restaurants there are three questions, and none shows what is in them: who has work, how much, what is old.
create policy keeper on bus.subscription for select to log_writer using (true);
create policy keeper on bus.delivery to log_writer using (true);
create policy keeper on bus.done to log_writer using (true);
grant select on bus.subscription to log_writer;
grant select, delete on bus.delivery, bus.done to log_writer;

-- Restaurants with one of these handlers running behind the log, or with a delivery of theirs whose time has come.
create function bus.behind(p_subs text[]) returns table (tenant_id uuid, head bigint) language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select h.tenant_id, h.position from log.head as h
  where exists (
    select from bus.subscription as s
    where s.tenant_id = h.tenant_id and s.sub = any (p_subs) and s.state = 'running' and (
      s.position < h.position or exists (
        select from bus.delivery as d
        where d.tenant_id = s.tenant_id and d.sub = s.sub
          and d.status in ('retry', 'parked', 'replay') and d.next_at <= now())))
$$;

-- Whether an event is of a topic: told by a plugin under that name, or decided by the part of the hub that it names.
create function bus.is_of(p_stream text, p_type text, p_topic text, p_types text[], p_kind text) returns boolean
language sql immutable parallel safe
as $$
  select case when p_stream like 'plugin/%' then p_type = p_topic
    else p_type = any (p_types) and split_part(p_stream, '/', 1) = p_kind end
$$;

-- Events that handlers have before them, over all restaurants where they run or are paused; counted up to p_most each.
create function bus.lags(p_subs text[], p_topics text[], p_types jsonb, p_kinds text[], p_most int)
returns table (sub text, lag bigint) language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$
  select w.sub, coalesce(sum(b.n), 0)::bigint
  from (
    select u.sub, u.topic, u.kind, array(select jsonb_array_elements_text(p_types -> (u.n - 1)::int)) as types
    from unnest(p_subs, p_topics, p_kinds) with ordinality as u(sub, topic, kind, n)) as w
  left join bus.subscription as s on s.sub = w.sub and s.state <> 'stopped'
  left join log.head as h on h.tenant_id = s.tenant_id and h.position > s.position
  left join lateral (
    select count(*) as n from (
      select from log.event as e
      where e.tenant_id = h.tenant_id and e.position > s.position and e.type = any (w.types)
        and bus.is_of(e.stream, e.type, w.topic, w.types, w.kind)
      limit p_most) as before_it) as b on h.tenant_id is not null
  group by w.sub
$$;

-- What nobody can need any more, some at a time: marks that the handler's place has passed for good, and deliveries that
-- were settled. Answers how many it removed.
create function bus.sweep(p_done_before timestamptz, p_settled_before timestamptz, p_most int) returns int
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  marks int;
  settled int;
begin
  delete from bus.done where ctid in (
    select f.ctid from bus.done as f
    join bus.subscription as s on s.tenant_id = f.tenant_id and s.sub = f.sub and s.position >= f.position
    where f.at < p_done_before and not exists (
      select from bus.delivery as d
      where d.tenant_id = f.tenant_id and d.sub = f.sub and d.position = f.position and d.status <> 'discarded')
    limit p_most);
  get diagnostics marks = row_count;
  delete from bus.delivery where ctid in (
    select d.ctid from bus.delivery as d
    where d.status = 'discarded' and d.changed_at < p_settled_before limit p_most);
  get diagnostics settled = row_count;
  return marks + settled;
end
$$;

grant create on schema log, bus to log_writer;
alter function log.emit owner to log_writer;
alter function bus.behind owner to log_writer;
alter function bus.lags owner to log_writer;
alter function bus.sweep owner to log_writer;
revoke create on schema log, bus from log_writer;

-- One round trip each, with the caller's rights: row level security decides what is seen (see 0004).

-- What a handler's transaction begins with: names the restaurant, and marks the event as done. False: it was done
-- before, and whatever the handler would write is written already.
create function bus.enter(p_tenant uuid, p_sub text, p_position bigint) returns boolean
language plpgsql volatile set search_path = pg_catalog, pg_temp
as $$
begin
  perform log.enter(p_tenant);
  insert into bus.done (tenant_id, sub, position) values (p_tenant, p_sub, p_position) on conflict do nothing;
  return found;
end
$$;

create function bus.places(p_tenant uuid) returns table (sub text, "position" bigint, state text)
language plpgsql volatile as $$
begin
  perform log.enter(p_tenant);
  return query select s.sub, s.position, s.state from bus.subscription as s where s.tenant_id = p_tenant;
end
$$;

-- Lanes in which something waits. Read only as many as memory should hold; the rest is asked for again.
create function bus.lanes(p_tenant uuid, p_subs text[], p_limit int)
returns table (sub text, lane text, due_ms double precision, held boolean)
language plpgsql volatile as $$
begin
  perform log.enter(p_tenant);
  return query
    select d.sub, d.lane,
      (array_agg(extract(epoch from d.next_at) * 1000 order by d.position) filter (where d.status <> 'dead'))[1]::double precision,
      bool_or(d.holds)
    from bus.delivery as d
    where d.tenant_id = p_tenant and d.sub = any (p_subs) and (d.status in ('retry', 'parked', 'replay') or d.holds)
    group by 1, 2 limit p_limit;
end
$$;

-- The next deliveries of some lanes, in order.
create function bus.waiting(p_tenant uuid, p_subs text[], p_lanes text[], p_each int)
returns table (sub text, lane text, attempt int, replay boolean,
  "position" bigint, stream text, version int, type text, payload jsonb, cid uuid, at_ms double precision)
language plpgsql volatile as $$
begin
  perform log.enter(p_tenant);
  return query
    select w.sub, w.lane, d.attempt, d.replay_id is not null,
      e.position, e.stream, e.version, e.type, e.payload, e.cid, extract(epoch from e.at)::double precision * 1000
    from unnest(p_subs, p_lanes) as w(sub, lane)
    cross join lateral (
      select * from bus.delivery as x
      where x.tenant_id = p_tenant and x.sub = w.sub and x.lane = w.lane and x.status in ('retry', 'parked', 'replay')
      order by x.position limit p_each) as d
    join log.event as e on e.tenant_id = p_tenant and e.position = d.position
    order by d.position;
end
$$;

-- Events of some types after a position. The last row is always where the search ended, without a type.
create function bus.read_after(p_tenant uuid, p_after bigint, p_up_to bigint, p_types text[], p_limit int)
returns table ("position" bigint, stream text, version int, type text, payload jsonb, cid uuid, at_ms double precision)
language plpgsql volatile as $$
declare
  seen bigint;
  n int := 0;
begin
  perform log.enter(p_tenant);
  -- Before the search: what is appended meanwhile is found by the next one.
  seen := least(p_up_to, p_after + 20000, coalesce((select h.position from log.head as h where h.tenant_id = p_tenant), 0));
  for "position", stream, version, type, payload, cid, at_ms in
    select e.position, e.stream, e.version, e.type, e.payload, e.cid, extract(epoch from e.at)::double precision * 1000
    from log.event as e
    where e.tenant_id = p_tenant and e.position > p_after and e.position <= seen and e.type = any (p_types)
    order by e.position limit p_limit
  loop
    n := n + 1;
    return next;
  end loop;
  -- A full page ends with its last event.
  if n < p_limit then "position" := greatest(seen, p_after); end if;
  stream := null; version := null; type := null; payload := null; cid := null; at_ms := null;
  return next;
end
$$;

-- Moves places on; never back.
create function bus.advance(p_tenants uuid[], p_subs text[], p_positions bigint[]) returns void
language plpgsql volatile as $$
begin
  perform set_config('app.tenants', p_tenants::text, true);
  update bus.subscription as s set position = n.position, updated_at = now()
  from unnest(p_tenants, p_subs, p_positions) as n(tenant_id, sub, position)
  where s.tenant_id = n.tenant_id and s.sub = n.sub and s.position < n.position;
end
$$;

-- What a batch of deliveries came to, with the places that it allows: all or nothing.
create function bus.settle(
  p_tenant uuid, p_subs text[], p_positions bigint[], p_gone jsonb, p_exceptions jsonb
) returns void language plpgsql volatile as $$
begin
  perform log.enter(p_tenant);
  delete from bus.delivery as d using jsonb_to_recordset(p_gone) as g(sub text, position bigint)
  where d.tenant_id = p_tenant and d.sub = g.sub and d.position = g.position;
  insert into bus.delivery as d (tenant_id, sub, position, lane, status, attempt, next_at, holds, error, changed_at)
  select p_tenant, x.sub, x.position, x.lane, x.status, x.attempt, to_timestamp(x.due / 1000), x.holds, x.error, now()
  from jsonb_to_recordset(p_exceptions)
    as x(sub text, position bigint, lane text, status text, attempt int, due double precision, holds boolean, error text)
  on conflict on constraint delivery_pkey do update
  set status = excluded.status, attempt = excluded.attempt, next_at = excluded.next_at, holds = excluded.holds,
    error = excluded.error, changed_at = now();
  perform bus.advance(array_fill(p_tenant, array[cardinality(p_subs)]), p_subs, p_positions);
end
$$;

-- Handlers that have no place yet get one: at the end of the log, or before its first event.
create function bus.begin(p_tenants uuid[], p_subs text[], p_earliest boolean[]) returns void
language plpgsql volatile as $$
begin
  perform set_config('app.tenants', p_tenants::text, true);
  insert into bus.subscription (tenant_id, sub, position)
  select n.tenant_id, n.sub, case when n.earliest then 0 else coalesce(h.position, 0) end
  from unnest(p_tenants, p_subs, p_earliest) as n(tenant_id, sub, earliest)
  left join log.head as h on h.tenant_id = n.tenant_id
  on conflict do nothing;
end
$$;

-- Runs, pauses or stops those handlers that are in p_from; with p_to_head what they did not look at yet is passed over.
create function bus.set_state(p_tenant uuid, p_subs text[], p_from text, p_to text, p_to_head boolean) returns void
language plpgsql volatile as $$
begin
  perform log.enter(p_tenant);
  update bus.subscription as s set updated_at = now(),
    state = case when s.state = p_from then p_to else s.state end,
    position = case when p_to_head
      then greatest(s.position, coalesce((select h.position from log.head as h where h.tenant_id = p_tenant), 0))
      else s.position end
  where s.tenant_id = p_tenant and s.sub = any (p_subs);
end
$$;

create function bus.forget(p_tenant uuid, p_subs text[]) returns void language plpgsql volatile as $$
begin
  perform log.enter(p_tenant);
  delete from bus.done as f where f.tenant_id = p_tenant and f.sub = any (p_subs);
  delete from bus.delivery as d where d.tenant_id = p_tenant and d.sub = any (p_subs);
  delete from bus.subscription as s where s.tenant_id = p_tenant and s.sub = any (p_subs);
end
$$;

-- What an event is about.
create function bus.key_of(p_stream text, p_payload jsonb) returns text
language sql immutable parallel safe
as $$
  select case when p_stream like 'plugin/%' then p_payload ->> 'key'
    when p_stream like '%/%' then substr(p_stream, strpos(p_stream, '/') + 1) else p_stream end
$$;

-- A page of the log, newest first. With a topic or a key it looks at the newest p_window positions only, and `total`
-- counts in those: the time that it takes does not grow with the log.
create function bus.page(
  p_tenant uuid, p_from bigint, p_topic text, p_types text[], p_kind text, p_key text, p_window bigint, p_skip bigint, p_limit int
) returns table (total bigint,
  "position" bigint, stream text, version int, type text, payload jsonb, cid uuid, at_ms double precision)
language plpgsql volatile as $$
declare
  newest bigint;
begin
  perform log.enter(p_tenant);
  newest := least(p_from, coalesce((select h.position from log.head as h where h.tenant_id = p_tenant), 0));
  if p_topic is null and p_key is null then
    return query
      select newest, e.position, e.stream, e.version, e.type, e.payload, e.cid,
        extract(epoch from e.at)::double precision * 1000
      from log.event as e
      where e.tenant_id = p_tenant and e.position <= newest - p_skip and e.position > newest - p_skip - p_limit
      order by e.position desc;
    return;
  end if;
  return query
    select count(*) over (), e.position, e.stream, e.version, e.type, e.payload, e.cid,
      extract(epoch from e.at)::double precision * 1000
    from log.event as e
    where e.tenant_id = p_tenant and e.position <= newest and e.position > newest - p_window
      and (p_topic is null or (
        e.type = any (p_types) and bus.is_of(e.stream, e.type, p_topic, p_types, p_kind)))
      and (p_key is null or bus.key_of(e.stream, e.payload) = p_key)
    order by e.position desc offset p_skip limit p_limit;
end
$$;

-- How each handler stands: where it is, how much of its topic is still before it (counted up to p_most), what waits.
create function bus.overview(
  p_tenant uuid, p_subs text[], p_topics text[], p_types jsonb, p_kinds text[], p_most int
) returns table (sub text, "position" bigint, state text, lag bigint, retrying bigint, dead bigint, held boolean)
language plpgsql volatile as $$
begin
  perform log.enter(p_tenant);
  return query
    select s.sub, s.position, s.state,
      (select count(*) from (
        select from log.event as e
        where e.tenant_id = p_tenant and e.position > s.position
          and e.type = any (w.types) and bus.is_of(e.stream, e.type, w.topic, w.types, w.kind)
        limit p_most) as behind),
      d.retrying, d.dead, coalesce(d.held, false)
    from (
      select u.sub, u.topic, u.kind, array(select jsonb_array_elements_text(p_types -> (u.n - 1)::int)) as types
      from unnest(p_subs, p_topics, p_kinds) with ordinality as u(sub, topic, kind, n)) as w
    join bus.subscription as s on s.tenant_id = p_tenant and s.sub = w.sub
    cross join lateral (
      select count(*) filter (where x.status in ('retry', 'parked', 'replay')) as retrying,
        count(*) filter (where x.status = 'dead') as dead, bool_or(x.holds) as held
      from bus.delivery as x
      where x.tenant_id = p_tenant and x.sub = s.sub and x.status <> 'discarded') as d
    order by s.sub;
end
$$;

create function bus.dead_letters(p_tenant uuid, p_subs text[], p_skip bigint, p_limit int)
returns table (total bigint, sub text, attempt int, error text, failed_ms double precision,
  "position" bigint, stream text, version int, type text, payload jsonb, cid uuid, at_ms double precision)
language plpgsql volatile as $$
begin
  perform log.enter(p_tenant);
  return query
    select count(*) over (), d.sub, d.attempt, d.error, extract(epoch from d.changed_at)::double precision * 1000,
      e.position, e.stream, e.version, e.type, e.payload, e.cid, extract(epoch from e.at)::double precision * 1000
    from bus.delivery as d join log.event as e on e.tenant_id = p_tenant and e.position = d.position
    where d.tenant_id = p_tenant and d.status = 'dead' and d.sub = any (p_subs)
    order by d.changed_at desc, d.position desc offset p_skip limit p_limit;
end
$$;

-- A person decided about a dead letter. False: there is none.
create function bus.decide(p_tenant uuid, p_sub text, p_position bigint, p_again boolean) returns boolean
language plpgsql volatile as $$
begin
  perform log.enter(p_tenant);
  update bus.delivery as d
  set status = case when p_again then 'retry' else 'discarded' end, attempt = case when p_again then 0 else d.attempt end,
    next_at = now(), holds = false, changed_at = now()
  where d.tenant_id = p_tenant and d.sub = p_sub and d.position = p_position and d.status = 'dead';
  return found;
end
$$;

-- Events that a handler has behind it come to it again. Without p_id, or when they are more than p_most, it only counts.
-- Marks are taken away with it: it was asked for that the rows are written once more.
create function bus.replay(
  p_tenant uuid, p_sub text, p_from bigint, p_to bigint, p_topic text, p_types text[], p_kind text, p_order text, p_id uuid, p_most bigint
) returns bigint language plpgsql volatile as $$
declare
  upto bigint;
  matched bigint;
begin
  perform log.enter(p_tenant);
  select least(p_to, s.position) into upto from bus.subscription as s where s.tenant_id = p_tenant and s.sub = p_sub;
  select count(*) into matched from log.event as e
  where e.tenant_id = p_tenant and e.position between p_from and upto
    and e.type = any (p_types) and bus.is_of(e.stream, e.type, p_topic, p_types, p_kind);
  if p_id is null or matched > p_most then return matched; end if;
  delete from bus.done as f where f.tenant_id = p_tenant and f.sub = p_sub and f.position between p_from and upto;
  insert into bus.delivery as d (tenant_id, sub, position, lane, status, replay_id)
  select p_tenant, p_sub, e.position,
    case p_order when 'tenant' then '' when 'none' then e.position::text else bus.key_of(e.stream, e.payload) end,
    'replay', p_id
  from log.event as e
  where e.tenant_id = p_tenant and e.position between p_from and upto
    and e.type = any (p_types) and bus.is_of(e.stream, e.type, p_topic, p_types, p_kind)
  -- What waits for its next attempt anyway comes again by itself.
  on conflict on constraint delivery_pkey do update
  set status = 'replay', attempt = 0, next_at = now(), holds = false, error = null, replay_id = p_id, changed_at = now()
  where d.status in ('dead', 'discarded');
  return matched;
end
$$;

revoke execute on all functions in schema bus from public;
revoke execute on function log.emit from public;
grant execute on function log.emit to heard_app;
grant execute on all functions in schema bus to heard_app;
grant execute on function bus.is_of to log_writer;
