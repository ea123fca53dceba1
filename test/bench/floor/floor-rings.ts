import postgres from "postgres"
import type { RingWaits } from "#test/bench/bell/ring-times.ts"

export interface Ring {
  readonly ring: string
  readonly table: string
}

/**
 * The floor of the event bus: the event in an outbox, one transaction; after its commit the handler of the same process,
 * events of a table one after the other, with an inbox so that each is handled once, one transaction.
 */
export const floorRings = async (databaseUrl: string) => {
  const sql = postgres(databaseUrl, { max: 10, onnotice: () => {} })
  await sql.unsafe(schema).simple()
  const lanes = new Map<string, Promise<void>>()
  let waits: Array<number> = []

  const asTenant = <A>(tenant: string, work: (tx: postgres.TransactionSql) => Promise<A>) =>
    sql.begin(async (tx) => {
      await tx`select set_config('app.tenants', ${`{${tenant}}`}, true)`
      return work(tx)
    })

  const handle = async (tenant: string, { ring }: Ring, committed: number): Promise<void> => {
    waits.push(performance.now() - committed)
    await asTenant(tenant, async (tx) => {
      const fresh = await tx`insert into floor_bell.done values (${tenant}, ${ring})
        on conflict do nothing returning ring`
      if (fresh.length > 0)
        await tx`insert into floor_bell.heard (tenant_id, ring) values (${tenant}, ${ring})`
    })
  }

  return {
    ring: async (tenant: string, ring: Ring): Promise<void> => {
      await asTenant(tenant, async (tx) => {
        await tx`insert into floor_bell.outbox (tenant_id, ring, body)
          values (${tenant}, ${ring.ring}, ${tx.json(ring as never)})`
      })
      const committed = performance.now()
      const lane = `${tenant}/${ring.table}`
      const before = lanes.get(lane) ?? Promise.resolve()
      const now = before
        .then(() => handle(tenant, ring, committed))
        .finally(() => {
          if (lanes.get(lane) === now) lanes.delete(lane)
        })
      lanes.set(lane, now)
    },
    waits: (): RingWaits => {
      const taken = waits
      waits = []
      return { fromCommit: taken, fromStored: [] }
    },
  }
}

const policy = (table: string) => `
  alter table floor_bell.${table} enable row level security;
  alter table floor_bell.${table} force row level security;
  drop policy if exists tenant on floor_bell.${table};
  create policy tenant on floor_bell.${table}
    using (tenant_id = any((select nullif(current_setting('app.tenants', true), '')::uuid[])::uuid[]));
`

const schema = `
  create schema if not exists floor_bell;
  create table if not exists floor_bell.outbox (tenant_id uuid, ring uuid, body jsonb not null, at timestamptz default now(), primary key (tenant_id, ring));
  create table if not exists floor_bell.done (tenant_id uuid, ring uuid, primary key (tenant_id, ring));
  create table if not exists floor_bell.heard (tenant_id uuid, id bigint generated always as identity, ring uuid not null, primary key (tenant_id, id));
  ${["outbox", "done", "heard"].map(policy).join("")}
`
