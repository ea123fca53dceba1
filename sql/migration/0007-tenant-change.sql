-- A restaurant may change how it is called and where it is; its id and slug stay, for people and devices go by them.
create policy directory_change on core.tenant for update to heard_app
  using (id = any ((select nullif(current_setting('app.tenants', true), '')::uuid[])::uuid[]))
  with check (id = any ((select nullif(current_setting('app.tenants', true), '')::uuid[])::uuid[]));
grant update (name, currency, locale, timezone) on core.tenant to heard_app;
