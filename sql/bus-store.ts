import { Effect, Layer, Semaphore } from "effect"
import { SqlClient } from "effect/sql"
import type { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { BusStore, type PlaceState } from "#core/plugins/bus/bus-store.ts"
import { CommitNews } from "./commit-news.ts"
import { factEmitter } from "./fact-emitter.ts"
import { handlerTransaction } from "./handler-transaction.ts"
import { PluginConnections } from "./plugin-connections.ts"
import { outage } from "./plugin-sql.ts"
import { type EventRow, recordedRow } from "./recorded-row.ts"

/** Connections of the pool (8) that handlers may hold at the same time. */
const handlerConnections = 4
/** Of one handler in one restaurant: more than this is no different to whoever looks. */
const countedAtMost = 10_000
/** Rows that one sweep removes, so that it is short. */
const removedAtOnce = 20_000

/** Places and exceptions of the bus over the application's pool: one statement each, under row level security. */
export const busStoreLayer: Layer.Layer<
  BusStore,
  never,
  SqlClient.SqlClient | CommitNews | PluginConnections
> = Layer.effect(
  BusStore,
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const lent = {
      connections: yield* PluginConnections,
      places: Semaphore.makeUnsafe(handlerConnections),
    }
    const ask = <Row extends object>(
      statement: string,
      ...values: ReadonlyArray<unknown>
    ): Effect.Effect<ReadonlyArray<Row>, Outage> =>
      Effect.mapError(sql.unsafe<Row>(statement, values), outage)
    return BusStore.of({
      emit: factEmitter(sql, yield* CommitNews),
      once: (delivery, work, time) => handlerTransaction(sql, lent, delivery, work, time),
      places: (tenantId) =>
        Effect.map(
          ask<PlaceRow>(
            "select sub, position::float8 as position, state from bus.places($1::uuid)",
            tenantId,
          ),
          (rows) =>
            rows.map(({ sub, position, state }) => ({ subscription: sub, position, state })),
        ),
      lanes: (tenantId, subscriptions, limit) =>
        Effect.map(
          ask<LaneRow>(
            "select * from bus.lanes($1::uuid, $2::text[], $3::int)",
            tenantId,
            subscriptions,
            limit,
          ),
          (rows) =>
            rows.map(({ sub, lane, due_ms, held }) => ({
              subscription: sub,
              lane,
              dueAt: due_ms ?? 0,
              held,
            })),
        ),
      waiting: (tenantId, lanes, each) =>
        Effect.map(
          ask<WaitingRow>(
            "select *, position::float8 as position from bus.waiting($1::uuid, $2::text[], $3::text[], $4::int)",
            tenantId,
            lanes.map(({ subscription }) => subscription),
            lanes.map(({ lane }) => lane),
            each,
          ),
          (rows) =>
            rows.map((row) => ({
              subscription: row.sub,
              lane: row.lane,
              attempt: row.attempt,
              replay: row.replay,
              event: recordedRow(tenantId, row),
            })),
        ),
      read: (tenantId, { after, upTo, types, limit }) =>
        Effect.map(
          ask<FoundRow>(
            "select *, position::float8 as position from bus.read_after($1::uuid, $2::bigint, $3::bigint, $4::text[], $5::int)",
            tenantId,
            after,
            upTo ?? Number.MAX_SAFE_INTEGER,
            types,
            limit,
          ),
          (rows) => ({
            events: rows.flatMap((row) => (row.type === null ? [] : [recordedRow(tenantId, row)])),
            through: rows.at(-1)?.position ?? after,
          }),
        ),
      advance: (places) =>
        Effect.asVoid(
          ask(
            "select bus.advance($1::uuid[], $2::text[], $3::bigint[])",
            places.map(({ tenantId }) => tenantId),
            places.map(({ subscription }) => subscription),
            places.map(({ position }) => position),
          ),
        ),
      settle: (tenantId, { places, gone, exceptions }) =>
        Effect.asVoid(
          ask(
            "select bus.settle($1::uuid, $2::text[], $3::bigint[], $4::text::jsonb, $5::text::jsonb)",
            tenantId,
            places.map(({ subscription }) => subscription),
            places.map(({ position }) => position),
            JSON.stringify(
              gone.map(({ subscription, position }) => ({ sub: subscription, position })),
            ),
            JSON.stringify(
              exceptions.map(({ subscription, dueAt, ...exception }) => ({
                ...exception,
                sub: subscription,
                due: dueAt,
              })),
            ),
          ),
        ),
      behind: (subscriptions) =>
        Effect.map(
          ask<{ tenant_id: TenantId; head: number }>(
            "select tenant_id::text, head::float8 as head from bus.behind($1::text[])",
            subscriptions,
          ),
          (rows) => rows.map(({ tenant_id, head }) => ({ tenantId: tenant_id, head })),
        ),
      lags: (handlers) =>
        Effect.map(
          ask<{ sub: string; lag: number }>(
            "select sub, lag::float8 as lag from bus.lags($1::text[], $2::text[], $3::text::jsonb, $4::text[], $5::int)",
            handlers.map(({ subscription }) => subscription),
            handlers.map(({ topic }) => topic.topic),
            JSON.stringify(handlers.map(({ topic }) => topic.types)),
            handlers.map(({ topic }) => topic.kind),
            countedAtMost,
          ),
          (rows) => new Map(rows.map(({ sub, lag }) => [sub, lag])),
        ),
      begin: (places) =>
        places.length === 0
          ? Effect.void
          : Effect.asVoid(
              ask(
                "select bus.begin($1::uuid[], $2::text[], $3::boolean[])",
                places.map(({ tenantId }) => tenantId),
                places.map(({ subscription }) => subscription),
                places.map(({ startFrom }) => startFrom === "earliest"),
              ),
            ),
      setState: (tenantId, subscriptions, { from, to, passOver = false }) =>
        Effect.asVoid(
          ask(
            "select bus.set_state($1::uuid, $2::text[], $3, $4, $5::boolean)",
            tenantId,
            subscriptions,
            from,
            to,
            passOver,
          ),
        ),
      forget: (tenantId, subscriptions) =>
        Effect.asVoid(ask("select bus.forget($1::uuid, $2::text[])", tenantId, subscriptions)),
      sweep: ({ marksMs, settledMs }) =>
        Effect.map(
          ask<{ removed: number }>(
            "select bus.sweep(now() - make_interval(secs => $1::float8), now() - make_interval(secs => $2::float8), $3::int) as removed",
            marksMs / 1000,
            settledMs / 1000,
            removedAtOnce,
          ),
          ([row]) => row?.removed ?? 0,
        ),
    })
  }),
)

interface PlaceRow {
  readonly sub: string
  readonly position: number
  readonly state: PlaceState
}

interface LaneRow {
  readonly sub: string
  readonly lane: string
  readonly due_ms: number | null
  readonly held: boolean
}

/** The last row of a search has no event. */
type FoundRow = EventRow | { readonly position: number; readonly type: null }

type WaitingRow = EventRow & {
  readonly sub: string
  readonly lane: string
  readonly attempt: number
  readonly replay: boolean
}
