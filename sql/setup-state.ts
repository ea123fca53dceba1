import { Effect } from "effect"
import { SqlClient, type SqlError } from "effect/sql"
import { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { SetupState, SetupStates } from "#core/setup/setup-state.ts"

export const setupStates: Effect.Effect<SetupStates["Service"], never, SqlClient.SqlClient> =
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const columns = sql.literal(
      `tenant_id as "tenantId", owner_id as "ownerId", slug, first, fingerprint,
       idempotency_key as "idempotencyKey", step, plugins`,
    )
    const answered = <A>(rows: Effect.Effect<A, SqlError.SqlError>) =>
      Effect.mapError(rows, (error) => new Outage({ reason: error.message }))
    const one = (rows: Effect.Effect<ReadonlyArray<SetupState>, SqlError.SqlError>) =>
      Effect.map(answered(rows), ([state]) => state)

    const first = one(sql<SetupState>`select ${columns} from core.setup where first`)
    const bySlug = (slug: string) =>
      one(sql<SetupState>`select ${columns} from core.setup where slug = ${slug}`)

    const begin = (state: SetupState): Effect.Effect<SetupState, Outage> =>
      Effect.gen(function* () {
        const made = yield* one(sql<SetupState>`
          insert into core.setup (tenant_id, owner_id, slug, first, fingerprint, idempotency_key, step, plugins)
          values (${state.tenantId}, ${state.ownerId}, ${state.slug}, ${state.first}, ${state.fingerprint},
                  ${state.idempotencyKey}, ${state.step}, ${JSON.stringify(state.plugins)}::text::jsonb)
          on conflict do nothing returning ${columns}`)
        const known =
          made ?? (state.first ? yield* first : undefined) ?? (yield* bySlug(state.slug))
        // Rows are never removed: what stood in the way of the insert is there.
        return known ?? (yield* Effect.die("A set-up row vanished"))
      })

    return {
      first,
      bySlug,
      byIdempotencyKey: (key) =>
        one(sql<SetupState>`select ${columns} from core.setup where idempotency_key = ${key}`),
      unfinished: answered(sql<SetupState>`select ${columns} from core.setup where step <> 'done'`),
      older: Effect.map(
        answered(sql<{ readonly id: TenantId }>`
          select id from core.tenant where id not in (select tenant_id from core.setup)`),
        (rows) => rows.map(({ id }) => id),
      ),
      begin,
      change: (tenantId, { plugins, step, ...rest }) =>
        answered(sql`
          update core.setup set ${sql.update({
            ...(rest.slug === undefined ? {} : { slug: rest.slug }),
            ...(rest.fingerprint === undefined ? {} : { fingerprint: rest.fingerprint }),
            ...(rest.idempotencyKey === undefined ? {} : { idempotency_key: rest.idempotencyKey }),
            ...(step === undefined ? {} : { step }),
            ...(step === "done" ? { done_at: new Date() } : {}),
            ...(plugins === undefined ? {} : { plugins: JSON.stringify(plugins) }),
          })} where tenant_id = ${tenantId}`).pipe(Effect.asVoid),
    }
  })
