/**
 * Every table of a schema (`$1`) that holds restaurants' rows, with those that it points at. Partitions, not their parents.
 */
export const tablesOf = `
  select format('%I.%I', n.nspname, c.relname) as name,
         coalesce((select array_agg(format('%I.%I', tn.nspname, t.relname)) from pg_constraint f
           join pg_class t on t.oid = f.confrelid join pg_namespace tn on tn.oid = t.relnamespace
           where f.conrelid = c.oid and f.contype = 'f'), '{}') as targets
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where n.nspname = $1 and c.relkind = 'r'
     and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
   order by 1`
