-- Reading one tenant's log in one round trip: each function names its tenant for its own transaction and then reads
-- with the caller's rights, so forced row level security decides what is seen. A statement of its own sets the tenant:
-- inside one query PostgreSQL may read before it sets.

create function log.enter(p_tenant uuid) returns void language sql volatile
set search_path = pg_catalog, pg_temp
as $$ select set_config('app.tenants', '{' || p_tenant || '}', true) $$;

-- A row without a type is the snapshot.
create function log.read_stream(p_tenant uuid, p_stream text, p_up_to int)
returns table ("position" bigint, version int, type text, payload jsonb, cid uuid, at_ms double precision)
language plpgsql volatile as $$
declare
  base int;
begin
  perform log.enter(p_tenant);
  base := coalesce((
    select max(s.version) from log.snapshot as s
    where s.tenant_id = p_tenant and s.stream = p_stream and (p_up_to is null or s.version <= p_up_to)), 0);
  return query
    select 0::bigint, s.version, null::text, s.state, null::uuid, null::double precision
    from log.snapshot as s where s.tenant_id = p_tenant and s.stream = p_stream and s.version = base;
  return query
    select e.position, e.version, e.type, e.payload, e.cid, extract(epoch from e.at)::double precision * 1000
    from log.event as e
    where e.tenant_id = p_tenant and e.stream = p_stream and e.version > base
      and (p_up_to is null or e.version <= p_up_to)
    order by e.version;
end
$$;

create function log.history(p_tenant uuid, p_stream text)
returns table ("position" bigint, version int, type text, payload jsonb, cid uuid, at_ms double precision)
language plpgsql volatile as $$
begin
  perform log.enter(p_tenant);
  return query
    select e.position, e.version, e.type, e.payload, e.cid, extract(epoch from e.at)::double precision * 1000
    from log.event as e where e.tenant_id = p_tenant and e.stream = p_stream order by e.version;
end
$$;

create function log.read_after(p_tenant uuid, p_after bigint, p_limit int)
returns table ("position" bigint, stream text, version int, type text, payload jsonb, cid uuid, at_ms double precision)
language plpgsql volatile as $$
begin
  perform log.enter(p_tenant);
  return query
    select e.position, e.stream, e.version, e.type, e.payload, e.cid,
      extract(epoch from e.at)::double precision * 1000
    from log.event as e where e.tenant_id = p_tenant and e.position > p_after
    order by e.position limit p_limit;
end
$$;

create function log.head_of(p_tenant uuid) returns bigint language plpgsql volatile as $$
begin
  perform log.enter(p_tenant);
  return coalesce((select h.position from log.head as h where h.tenant_id = p_tenant), 0);
end
$$;

create function log.recall(p_tenant uuid, p_cid uuid) returns table (fingerprint text, reply jsonb)
language plpgsql volatile as $$
begin
  perform log.enter(p_tenant);
  return query select c.fingerprint, c.reply from log.command as c where c.tenant_id = p_tenant and c.cid = p_cid;
end
$$;

-- Keeps the newest two of each stream: the older one still serves whoever reads up to an earlier version.
create function log.save_snapshot(p_tenant uuid, p_stream text, p_version int, p_state jsonb) returns void
language plpgsql volatile as $$
begin
  perform log.enter(p_tenant);
  insert into log.snapshot (tenant_id, stream, version, state) values (p_tenant, p_stream, p_version, p_state)
  on conflict on constraint snapshot_pkey do nothing;
  delete from log.snapshot as s where s.tenant_id = p_tenant and s.stream = p_stream and s.version < (
    select min(n.version) from (
      select version from log.snapshot where tenant_id = p_tenant and stream = p_stream
      order by version desc limit 2) as n);
end
$$;

revoke execute on function log.enter, log.read_stream, log.history, log.read_after, log.head_of, log.recall, log.save_snapshot
  from public;
grant execute on function log.enter, log.read_stream, log.history, log.read_after, log.head_of, log.recall, log.save_snapshot
  to heard_app;
