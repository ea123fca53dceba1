-- The same as log.append for the lone request of a quiet moment, over at most one stream, by a handful of plain look-ups:
-- a third of the time, because nothing is joined, sorted or counted for one row. Same answers, same locks, same fence.
create function log.append_one(
  p_tenant uuid, p_cid uuid, p_fingerprint text, p_stream text, p_expected int,
  p_reply jsonb, p_types text[], p_payloads jsonb, p_at timestamptz
) returns table (request int, outcome text, first_position bigint, fingerprint text, reply jsonb)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
declare
  n int := cardinality(p_types);
  pos bigint;
  known text;
  answered jsonb;
begin
  select h.position into pos from log.head as h where h.tenant_id = p_tenant for update skip locked;
  if not found then
    -- Another transaction holds it, or it is the tenant's first append.
    insert into log.head (tenant_id) values (p_tenant) on conflict do nothing returning position into pos;
    if not found then
      return query select 1, 'busy', null::bigint, null::text, null::jsonb;
      return;
    end if;
  end if;

  select c.fingerprint, c.reply into known, answered from log.command as c
  where c.tenant_id = p_tenant and c.cid = p_cid;
  if found then
    return query select 1, 'repeated', pos + 1, known, answered;
    return;
  end if;

  if n > 0 then
    if p_expected = 0 then
      insert into log.stream (tenant_id, stream, version) values (p_tenant, p_stream, n) on conflict do nothing;
    else
      update log.stream as s set version = p_expected + n
      where s.tenant_id = p_tenant and s.stream = p_stream and s.version = p_expected;
    end if;
    if not found then
      return query select 1, 'conflict', null::bigint, null::text, null::jsonb;
      return;
    end if;
    insert into log.event (tenant_id, position, stream, version, type, payload, cid, at)
    select p_tenant, pos + i, p_stream, p_expected + i, p_types[i], p_payloads -> (i - 1), p_cid, p_at
    from generate_series(1, n) as i;
    update log.head as h set position = pos + n where h.tenant_id = p_tenant;
  end if;
  insert into log.command (tenant_id, cid, fingerprint, reply, at)
  values (p_tenant, p_cid, p_fingerprint, p_reply, p_at);
  return query select 1, 'appended', pos + 1, null::text, null::jsonb;
end
$$;

grant create on schema log to log_writer;
alter function log.append_one owner to log_writer;
revoke create on schema log from log_writer;
revoke execute on function log.append_one from public;
grant execute on function log.append_one to heard_app;
