-- How often a station's paper of an order was printed again is counted from the log: a printer's queue forgets its oldest.

create index event_reprint_queued on log.event (tenant_id, (payload #>> '{job,orderId}'))
  where type like 'JobQueued@%' and payload #> '{job,chit,banners}' @> '[{"kind": "reprint"}]';

-- A paper that another printer took over counts once, where it was asked for.
create function log.reprints(p_tenant uuid, p_order uuid, p_streams text[]) returns int
language plpgsql volatile as $$
begin
  perform log.enter(p_tenant);
  return (
    select count(*)::int from log.event as e
    where e.tenant_id = p_tenant and e.type like 'JobQueued@%'
      and e.payload #> '{job,chit,banners}' @> '[{"kind": "reprint"}]'
      and e.payload #>> '{job,orderId}' = p_order::text
      and e.payload #> '{job,movedFrom}' is null
      and e.stream = any(p_streams)
  );
end
$$;

revoke execute on function log.reprints from public;
grant execute on function log.reprints to heard_app;
