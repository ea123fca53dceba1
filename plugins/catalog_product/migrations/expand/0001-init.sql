-- The menu. Every document is typed JSON; what is sorted or looked up by is a generated column.

create table plg_catalog_product.category (
  tenant_id uuid not null,
  id uuid not null,
  rev int not null default 1,
  doc jsonb not null,
  created_hash text not null,
  sort int not null generated always as ((doc ->> 'sort')::int) stored,
  primary key (tenant_id, id)
);
select core.isolate('plg_catalog_product.category');

create table plg_catalog_product.product (
  tenant_id uuid not null,
  id uuid not null,
  rev int not null default 1,
  doc jsonb not null,
  created_hash text not null,
  name text not null generated always as (doc ->> 'name') stored,
  primary key (tenant_id, id)
);
select core.isolate('plg_catalog_product.product');

create index product_category on plg_catalog_product.product (tenant_id, (doc ->> 'categoryId'));

create table plg_catalog_product.modifier_group (
  tenant_id uuid not null,
  id uuid not null,
  rev int not null default 1,
  doc jsonb not null,
  created_hash text not null,
  name text not null generated always as (doc ->> 'name') stored,
  primary key (tenant_id, id)
);
select core.isolate('plg_catalog_product.modifier_group');
