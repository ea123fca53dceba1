import postgres from "postgres"

export interface OrderBody {
  readonly id: string
  readonly lines: ReadonlyArray<unknown>
  readonly print?: boolean
}

/** One transaction for everything, with the tenant set for row level security, over a pool of ten connections. */
export const floorStore = async (databaseUrl: string) => {
  const sql = postgres(databaseUrl, { max: 10, onnotice: () => {} })
  await sql.unsafe(schema).simple()

  const asTenant = <A>(tenant: string, work: (tx: postgres.TransactionSql) => Promise<A>) =>
    sql.begin(async (tx) => {
      await tx`select set_config('app.tenants', ${`{${tenant}}`}, true)`
      return work(tx)
    })

  return {
    place: (tenant: string, order: OrderBody) =>
      asTenant(tenant, async (tx) => {
        await tx`insert into floor_bench.idempotency values (${tenant}, ${order.id})`
        await tx`insert into floor_bench.orders (tenant_id, id, body) values (${tenant}, ${order.id}, ${tx.json(order as never)})`
      }),
    find: (tenant: string, id: string) =>
      asTenant(tenant, async (tx) => {
        const [row] = await tx<
          Array<{ body: OrderBody }>
        >`select body from floor_bench.orders where tenant_id = ${tenant} and id = ${id}`
        return row?.body
      }),
    printed: (tenant: string, job: string) =>
      asTenant(tenant, async (tx) => {
        await tx`insert into floor_bench.job (tenant_id, id, state) values (${tenant}, ${job}, 'printed')`
      }),
  }
}

const policy = (table: string) => `
  alter table floor_bench.${table} enable row level security;
  alter table floor_bench.${table} force row level security;
  drop policy if exists tenant on floor_bench.${table};
  create policy tenant on floor_bench.${table}
    using (tenant_id = any((select nullif(current_setting('app.tenants', true), '')::uuid[])::uuid[]));
`

const schema = `
  create schema if not exists floor_bench;
  create table if not exists floor_bench.orders (tenant_id uuid, id uuid, body jsonb not null, at timestamptz default now(), primary key (tenant_id, id));
  create table if not exists floor_bench.idempotency (tenant_id uuid, key uuid, primary key (tenant_id, key));
  create table if not exists floor_bench.job (tenant_id uuid, id uuid, state text not null, at timestamptz default now(), primary key (tenant_id, id));
  ${["orders", "idempotency", "job"].map(policy).join("")}
`
