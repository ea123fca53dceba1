-- Appends a batch of requests of many tenants in one call. A request is all or nothing and never hurts its neighbours.
--
-- Row k of the first seven arrays is one stream that request r[k] appends n[k] events to; a request over several
-- streams has several rows side by side, one without streams has one row with a null stream. Types and payloads stand
-- in the order of the rows. Answers one row per request: `appended` with its first position; `repeated` with the stored
-- fingerprint and reply; `conflict` (a stream is not at its expected version); `busy` (another transaction holds this
-- tenant's head; nothing was written, try again).
--
-- The tenants' heads are locked FIRST and each statement below sees what was committed before it (read committed), so
-- of two writers the second sees all the first one wrote: no race for a cid, no deadlock between streams. The lock lives
-- until commit, hence commit order is position order and a reader may trust `position > cursor`. A head that another
-- transaction holds is passed over while there is other work, and waited for only when there is none: one restaurant's
-- long transaction does not stop the others.
create function log.append(
  p_request int[], p_tenant uuid[], p_cid uuid[], p_fingerprint text[], p_stream text[], p_expected int[], p_count int[],
  p_reply jsonb, p_type text[], p_payload jsonb, p_at timestamptz
) returns table (request int, outcome text, first_position bigint, fingerprint text, reply jsonb)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
-- Lookups by key whatever the statistics say: a plan made while the tables were small must not scan them when they
-- are not. Planning this anew for each batch would cost more than running it.
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_hashjoin = off
set lock_timeout = '100ms'
as $$
declare
  tenants uuid[];
  held uuid[];
  made uuid[];
begin
  select array_agg(t order by t) into tenants from (select distinct t from unnest(p_tenant) as t) as d;
  select coalesce(array_agg(h.tenant_id), '{}') into held from (
    select tenant_id from log.head where tenant_id = any (tenants) for update skip locked) as h;
  if cardinality(held) < cardinality(tenants) then
    with new as (
      insert into log.head (tenant_id) select t from unnest(tenants) as t order by t
      on conflict do nothing returning tenant_id)
    select coalesce(array_agg(tenant_id), '{}') into made from new;
    held := held || made;
    if cardinality(held) = 0 then
      -- Always in the same order, or two writers whose batches share tenants would wait for each other.
      perform 1 from log.head where tenant_id = any (tenants) order by tenant_id for update;
      held := tenants;
    end if;
  end if;

  return query
  with part as materialized (
    select q.*,
      (select c.fingerprint from log.command as c where c.tenant_id = q.tenant_id and c.cid = q.cid) as known,
      q.stream is null or q.expected = coalesce(
        (select s.version from log.stream as s where s.tenant_id = q.tenant_id and s.stream = q.stream), 0) as fits
    from unnest(p_request, p_tenant, p_cid, p_fingerprint, p_stream, p_expected, p_count) with ordinality
      as q(r, tenant_id, cid, fingerprint, stream, expected, n, k)
  ), judged as materialized (
    select p.*,
      sum(p.n) over (order by p.k) - p.n as skipped,
      lag(p.r) over (order by p.k) is distinct from p.r as leads,
      case
        when p.tenant_id <> all (held) then 'busy'
        when p.known is not null then 'repeated'
        when bool_and(p.fits) over (partition by p.r) then 'appended'
        else 'conflict'
      end as verdict
    from part as p
  ), placed as materialized (
    select j.*,
      (select h.position from log.head as h where h.tenant_id = j.tenant_id) + 1 - j.n
        + sum(case when j.verdict = 'appended' then j.n else 0 end) over (partition by j.tenant_id order by j.k)
        as first
    from judged as j
  ), moved as (
    update log.head as h set position = w.last
    from (select tenant_id, max(first + n - 1) as last from placed where verdict = 'appended' and n > 0 group by 1) as w
    where h.tenant_id = w.tenant_id
  ), streamed as (
    insert into log.stream (tenant_id, stream, version)
    select tenant_id, stream, expected + n from placed where verdict = 'appended' and n > 0
    on conflict on constraint stream_pkey do update set version = excluded.version
  ), remembered as (
    insert into log.command (tenant_id, cid, fingerprint, reply, at)
    select p.tenant_id, p.cid, p.fingerprint, p_reply -> (p.r - 1), p_at
    from placed as p where p.verdict = 'appended' and p.leads
  ), stored as (
    insert into log.event (tenant_id, position, stream, version, type, payload, cid, at)
    select w.tenant_id, w.first + i, w.stream, w.expected + i + 1,
      p_type[w.skipped + i + 1], p_payload -> (w.skipped + i)::int, w.cid, p_at
    from placed as w, generate_series(0, w.n - 1) as i
    where w.verdict = 'appended' and w.n > 0
  )
  select p.r, p.verdict, p.first::bigint, p.known,
    case when p.verdict = 'repeated'
      then (select c.reply from log.command as c where c.tenant_id = p.tenant_id and c.cid = p.cid) end
  from placed as p where p.leads;
end
$$;

-- Forgets answers older than three days: a cid is promised 24 hours.
create function log.forget_commands() returns void language sql security definer
set search_path = pg_catalog, pg_temp
as $$ delete from log.command where at < now() - interval '3 days' $$;

-- Every tenant's last position: who follows the log of another process reads on from here after a lost connection.
create function log.heads() returns table (tenant_id uuid, "position" bigint) language sql stable security definer
set search_path = pg_catalog, pg_temp
as $$ select h.tenant_id, h.position from log.head as h $$;

-- Their owner needs the right to create in the schema at this moment only.
grant create on schema log to log_writer;
alter function log.append owner to log_writer;
alter function log.forget_commands owner to log_writer;
alter function log.heads owner to log_writer;
revoke create on schema log from log_writer;
revoke execute on function log.append, log.forget_commands, log.heads from public;
grant execute on function log.append, log.forget_commands, log.heads to heard_app;
