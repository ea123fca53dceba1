-- Sessions are over by the hub's clock: what is dropped is told by the same.
create function core.forget_sessions(p_now timestamptz) returns void
language sql security definer set search_path = pg_catalog, pg_temp
as $$ delete from core.session where expires_at < p_now - interval '30 days' $$;

grant create on schema core to core_keeper;
alter function core.forget_sessions(timestamptz) owner to core_keeper;
revoke create on schema core from core_keeper;
revoke execute on function core.forget_sessions(timestamptz) from public;
grant execute on function core.forget_sessions(timestamptz) to heard_app;
drop function core.forget_sessions();
