-- Printers of the kitchen; their jobs live in the log.

create table plg_printer.printer (
  tenant_id uuid not null,
  id uuid not null,
  rev int not null default 1,
  doc jsonb not null,
  created_hash text not null,
  name text not null generated always as (doc ->> 'name') stored,
  primary key (tenant_id, id)
);
select core.isolate('plg_printer.printer');

create unique index printer_device on plg_printer.printer (tenant_id, (doc ->> 'deviceId'));
