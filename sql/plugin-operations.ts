import { Effect, Layer } from "effect"
import { SqlClient } from "effect/sql"
import type { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Refused } from "#core/kitchen/refusal.ts"
import { type Lease, OperationStore } from "#core/plugins/lifecycle/operation-store.ts"
import { inProgress } from "#core/plugins/lifecycle/refusals.ts"
import type { StateChange } from "#core/plugins/lifecycle/state-store.ts"
import { isOver, type StoredOperation } from "#core/plugins/lifecycle/stored-operation.ts"
import type { SqlValue } from "#core/plugins/plugin-sql.ts"
import { appRole } from "./database-address.ts"
import { allTenants, hostStatement, hostTransaction } from "./host-sql.ts"
import { columns, operationOf, progressOf, written } from "./operation-row.ts"
import { statementAs } from "./plugin-sql.ts"
import { changeStates } from "./plugin-states.ts"

export const operationStoreLayer: Layer.Layer<OperationStore, never, SqlClient.SqlClient> =
  Layer.effect(
    OperationStore,
    Effect.gen(function* () {
      const sql = yield* SqlClient.SqlClient
      const run = (statement: string, values: ReadonlyArray<SqlValue>) =>
        hostStatement(sql, statement, values)
      const read = (tenantId: TenantId, where: string, values: ReadonlyArray<SqlValue>) =>
        Effect.map(
          hostTransaction(
            sql,
            [tenantId],
            run(
              `select ${columns} from core.plugin_operation where tenant_id = $1::uuid ${where}`,
              [tenantId, ...values],
            ),
          ),
          (rows) => rows.map(operationOf),
        )
      return {
        known: (tenantId, idempotencyKey) =>
          Effect.map(
            hostTransaction(
              sql,
              [tenantId],
              run(
                `select ${columns} from core.plugin_operation where tenant_id = $1::uuid
                  and (status in ('queued', 'running') or idempotency_key = $2)`,
                [tenantId, idempotencyKey ?? null],
              ),
            ),
            (rows) => {
              const operations = rows.map((row) => [row, operationOf(row)] as const)
              const repeated = operations.find(
                ([row]) =>
                  idempotencyKey !== undefined && row["idempotency_key"] === idempotencyKey,
              )
              return {
                underWay: operations.find(([, operation]) => !isOver(operation))?.[1],
                repeated:
                  repeated === undefined
                    ? undefined
                    : {
                        operation: repeated[1],
                        fingerprint: repeated[0]["fingerprint"] as string,
                      },
              }
            },
          ),
        enqueue: (operation, request, changes) => enqueue(sql, operation, request, changes),
        get: (tenantId, id) =>
          Effect.map(read(tenantId, "and id::text = $2", [id]), ([operation]) => operation),
        list: (tenantId, { plugin, limit }) =>
          read(
            tenantId,
            "and ($2::text is null or plugin_key = $2) order by created_at desc, id desc limit $3::int",
            [plugin ?? null, limit],
          ),
        claim: ({ owner, leaseMs, limit, running, alone }) =>
          hostTransaction(
            sql,
            [],
            Effect.andThen(
              run(allTenants, []),
              Effect.map(run(claim, [owner, leaseMs, limit, [...running], alone]), (rows) =>
                rows.map(operationOf),
              ),
            ),
          ),
        renew: (operation, owner, leaseMs) =>
          Effect.map(
            hostTransaction(
              sql,
              [operation.tenantId],
              run(
                `update core.plugin_operation set lease_until = now() + make_interval(secs => $4::float8 / 1000)
                 where ${mine} returning cancel_asked`,
                [operation.tenantId, operation.id, owner, leaseMs],
              ),
            ),
            ([row]): Lease =>
              row === undefined ? "lost" : row["cancel_asked"] === true ? "cancelAsked" : "held",
          ),
        advance: (from, next, owner, changes, also) =>
          hostTransaction(sql, [from.tenantId], advance(sql, from, next, owner, changes, also)),
        settle: (from, next, changes, seen) => settle(sql, from, next, changes, seen),
        askCancel: ({ tenantId, id, step }) =>
          Effect.map(
            hostTransaction(
              sql,
              [tenantId],
              run(
                `update core.plugin_operation set cancel_asked = true
                 where tenant_id = $1::uuid and id = $2::uuid and status = 'running' and step = $3::int
                 returning true`,
                [tenantId, id, step],
              ),
            ),
            ([row]) => row !== undefined,
          ),
      }
    }),
  )

/** How many of a restaurant's finished operations are kept. */
const keptOperations = 200

const enqueue = (
  sql: SqlClient.SqlClient,
  operation: StoredOperation,
  request: {
    readonly idempotencyKey?: string
    readonly fingerprint: string
    readonly seen: number
  },
  changes: ReadonlyArray<StateChange>,
): Effect.Effect<StoredOperation | undefined, Outage> => {
  const { tenantId, id } = operation
  return hostTransaction(
    sql,
    [tenantId],
    Effect.gen(function* () {
      // Waits for another one that is being stored, and then finds it there.
      const [stored] = yield* hostStatement(sql, insert, [
        tenantId,
        id,
        operation.plugin,
        operation.kind,
        JSON.stringify(operation.request),
        JSON.stringify(operation.steps),
        JSON.stringify(operation.requestedBy),
        request.idempotencyKey ?? null,
        request.fingerprint,
      ])
      if (stored === undefined) return undefined
      if (!(yield* isAsSeen(sql, tenantId, request.seen))) {
        yield* hostStatement(
          sql,
          "delete from core.plugin_operation where tenant_id = $1::uuid and id = $2::uuid",
          [tenantId, id],
        )
        return undefined
      }
      yield* changeStates(sql, tenantId, changes)
      yield* hostStatement(sql, forgetOld, [tenantId, keptOperations])
      return operationOf(stored)
    }),
  )
}

/** Nothing can change it from here to the end of the transaction: only operations do, and this one is the only one. */
const isAsSeen = (
  sql: SqlClient.SqlClient,
  tenantId: TenantId,
  seen: number,
): Effect.Effect<boolean, Outage> =>
  Effect.map(
    hostStatement(
      sql,
      "select coalesce(sum(epoch), 0)::float8 as epochs from core.tenant_plugin where tenant_id = $1::uuid",
      [tenantId],
    ),
    ([row]) => row?.["epochs"] === seen,
  )

const forgetOld = `
  delete from core.plugin_operation where tenant_id = $1::uuid and finished_at is not null and id in (
    select id from core.plugin_operation where tenant_id = $1::uuid
     order by created_at desc, id desc offset $2::int)`

const insert = `
  insert into core.plugin_operation
    (tenant_id, id, plugin_key, kind, request, steps, status, requested_by, idempotency_key, fingerprint)
  values ($1::uuid, $2::uuid, $3, $4, $5::text::jsonb, $6::text::jsonb, 'queued', $7::text::jsonb, $8, $9)
  on conflict do nothing returning ${columns}`

const advance = <E>(
  sql: SqlClient.SqlClient,
  from: StoredOperation,
  next: StoredOperation,
  owner: string,
  changes: ReadonlyArray<StateChange>,
  also: Effect.Effect<void, E> | undefined,
): Effect.Effect<Lease, E | Outage> =>
  Effect.gen(function* () {
    const [held] = yield* hostStatement(
      sql,
      `select cancel_asked from core.plugin_operation where ${mine} and step = $4::int for update`,
      [from.tenantId, from.id, owner, from.step],
    )
    if (held === undefined) return "lost"
    if (held["cancel_asked"] === true && next.status !== "cancelled") return "cancelAsked"
    yield* hostStatement(
      sql,
      `update core.plugin_operation set ${written},
        attempt = case when step = $4::int then attempt else 1 end,
        lease_owner = case when $9 then null else lease_owner end,
        lease_until = case when $9 then null else lease_until end
       where tenant_id = $1::uuid and id = $2::uuid`,
      [from.tenantId, from.id, ...progressOf(next), isOver(next)],
    )
    yield* changeStates(sql, from.tenantId, changes)
    if (also !== undefined) yield* also
    return "held"
  })

const settle = (
  sql: SqlClient.SqlClient,
  from: StoredOperation,
  next: StoredOperation,
  changes: ReadonlyArray<StateChange>,
  seen: number | undefined,
): Effect.Effect<boolean, Refused | Outage> =>
  hostTransaction(
    sql,
    [from.tenantId],
    Effect.gen(function* () {
      const [settled] = yield* statementAs(
        sql,
        appRole,
        `update core.plugin_operation as o set ${written}, attempt = 0, cancel_asked = false
          where tenant_id = $1::uuid and id = $2::uuid and status = $9
            and ($10::boolean or not exists (select from core.plugin_operation as other
              where other.tenant_id = o.tenant_id and other.id <> o.id and other.status in ('queued', 'running')))
          returning true`,
        [from.tenantId, from.id, ...progressOf(next), from.status, isOver(next)],
      ).pipe(
        // Another one was stored at the same moment: the index on operations under way saw it.
        Effect.catchTag("ConstraintBroken", () => Effect.fail(inProgress(undefined))),
      )
      if (settled === undefined) return false
      if (seen !== undefined && !(yield* isAsSeen(sql, from.tenantId, seen)))
        return yield* inProgress(undefined)
      yield* changeStates(sql, from.tenantId, changes)
      return true
    }),
  )

/** The named operation, while its lease is the asker's. */
const mine = "tenant_id = $1::uuid and id = $2::uuid and lease_owner = $3 and status = 'running'"

/** Oldest first. What another process takes at this moment is passed over. */
const claim = `
  update core.plugin_operation as o
     set status = 'running', lease_owner = $1, attempt = o.attempt + 1,
         lease_until = now() + make_interval(secs => $2::float8 / 1000)
   where (o.tenant_id, o.id) in (
     select tenant_id, id from core.plugin_operation
      where status in ('queued', 'running') and id::text <> all ($4::text[])
        and (status = 'queued' or lease_until < now() or lease_owner = $1 or lease_owner is null or $5::boolean)
      order by created_at limit $3::int for update skip locked)
  returning ${columns}`
