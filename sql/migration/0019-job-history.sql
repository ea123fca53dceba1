-- A paper of last week is asked for by its job's id: what was queued is found by it, and the copies by what they repeat.
-- What else happened to a job stands in its printer's stream not far behind: no job waits longer than a day.

create index event_job_queued on log.event (tenant_id, (payload #>> '{job,id}')) where type like 'JobQueued@%';
create index event_copy_queued on log.event (tenant_id, (payload #>> '{job,copyOf}'))
  where type like 'JobQueued@%' and payload #> '{job,copyOf}' is not null;

create function log.job_history(p_tenant uuid, p_job uuid)
returns table ("position" bigint, stream text, version int, type text, payload jsonb, cid uuid, at_ms double precision)
language plpgsql volatile as $$
begin
  perform log.enter(p_tenant);
  return query
    with queued as materialized (
      (select e.stream, e.version, e.payload #>> '{job,id}' as job from log.event as e
       where e.tenant_id = p_tenant and e.type like 'JobQueued@%' and e.payload #>> '{job,id}' = p_job::text
       order by e.position limit 1)
      union all
      (select e.stream, e.version, e.payload #>> '{job,id}' from log.event as e
       where e.tenant_id = p_tenant and e.type like 'JobQueued@%' and e.payload #> '{job,copyOf}' is not null
         and e.payload #>> '{job,copyOf}' = p_job::text
       order by e.position limit 50)
    )
    select e.position, e.stream, e.version, e.type, e.payload, e.cid,
      extract(epoch from e.at)::double precision * 1000
    from queued as q join log.event as e
      on e.tenant_id = p_tenant and e.stream = q.stream and e.version between q.version and q.version + 2000
        and coalesce(e.payload #>> '{job,id}', e.payload ->> 'job') = q.job
    order by e.position;
end
$$;

revoke execute on function log.job_history from public;
grant execute on function log.job_history to heard_app;
