-- Data that is to be deleted is held for some days first, and then deleted by an operation like any other.

-- When the restaurant's rows of the plugin go; absent while nobody asked for that.
alter table core.tenant_plugin add column purge_after timestamptz;
create index purge_due on core.tenant_plugin (purge_after) where purge_after is not null;

alter table core.plugin_operation drop constraint plugin_operation_kind_check;
alter table core.plugin_operation add constraint plugin_operation_kind_check
  check (kind in ('install', 'enable', 'disable', 'upgrade', 'uninstall', 'release', 'purge'));
