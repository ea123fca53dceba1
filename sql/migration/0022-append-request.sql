-- The same as log.append for the lone request of a quiet moment, by a handful of plain look-ups: a third of the time,
-- because nothing is joined, sorted or counted for one row. Same answers, same locks, same fence. It takes the place of
-- log.append_one, which knew one stream only and stays for hubs that have not been started anew yet.
--
-- Streams, expected versions and counts of events side by side; types and payloads in the order of the streams.
create function log.append_request(
  p_tenant uuid, p_cid uuid, p_fingerprint text, p_streams text[], p_expected int[], p_counts int[],
  p_reply jsonb, p_types text[], p_payloads jsonb, p_at timestamptz
) returns table (request int, outcome text, first_position bigint, fingerprint text, reply jsonb)
language plpgsql security definer
set search_path = pg_catalog, pg_temp
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
as $$
declare
  pos bigint;
  known text;
  answered jsonb;
  found_version int;
  done int := 0;
  n int;
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

  -- Nothing is written before every fence is looked at, but for the first stream, whose writing looks by itself.
  for k in 1 .. cardinality(p_streams) loop
    continue when k = 1 and p_counts[k] > 0;
    found_version := null;
    select s.version into found_version from log.stream as s where s.tenant_id = p_tenant and s.stream = p_streams[k];
    if coalesce(found_version, 0) <> p_expected[k] then
      return query select 1, 'conflict', null::bigint, null::text, null::jsonb;
      return;
    end if;
  end loop;

  for k in 1 .. cardinality(p_streams) loop
    n := p_counts[k];
    continue when n = 0;
    if p_expected[k] = 0 then
      insert into log.stream (tenant_id, stream, version) values (p_tenant, p_streams[k], n) on conflict do nothing;
    else
      update log.stream as s set version = p_expected[k] + n
      where s.tenant_id = p_tenant and s.stream = p_streams[k] and s.version = p_expected[k];
    end if;
    if not found then
      if done = 0 then
        return query select 1, 'conflict', null::bigint, null::text, null::jsonb;
        return;
      end if;
      raise exception 'a stream moved although its tenant is locked';
    end if;
    insert into log.event (tenant_id, position, stream, version, type, payload, cid, at)
    select p_tenant, pos + done + i, p_streams[k], p_expected[k] + i, p_types[done + i],
      p_payloads -> (done + i - 1), p_cid, p_at
    from generate_series(1, n) as i;
    done := done + n;
  end loop;
  if done > 0 then
    update log.head as h set position = pos + done where h.tenant_id = p_tenant;
  end if;
  insert into log.command (tenant_id, cid, fingerprint, reply, at)
  values (p_tenant, p_cid, p_fingerprint, p_reply, p_at);
  return query select 1, 'appended', pos + 1, null::text, null::jsonb;
end
$$;

grant create on schema log to log_writer;
alter function log.append_request owner to log_writer;
revoke create on schema log from log_writer;
revoke execute on function log.append_request from public;
grant execute on function log.append_request to heard_app;
