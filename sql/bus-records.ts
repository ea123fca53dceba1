import { Effect, Layer } from "effect"
import { SqlClient } from "effect/sql"
import type { Outage } from "#core/hub/gate.ts"
import { BusRecords } from "#core/plugins/bus/bus-records.ts"
import type { PlaceState } from "#core/plugins/bus/bus-store.ts"
import { outage } from "./plugin-sql.ts"
import { type EventRow, recordedRow } from "./recorded-row.ts"

/** What people see of the bus: one statement each, under row level security. */
export const busRecordsLayer: Layer.Layer<BusRecords, never, SqlClient.SqlClient> = Layer.effect(
  BusRecords,
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient
    const ask = <Row extends object>(
      statement: string,
      ...values: ReadonlyArray<unknown>
    ): Effect.Effect<ReadonlyArray<Row>, Outage> =>
      Effect.mapError(sql.unsafe<Row>(statement, values), outage)
    /** A page behind the last one has no row to carry the total: the first one is asked. */
    const counted = <Row extends Counted>(
      page: (skip: number) => Effect.Effect<ReadonlyArray<Row>, Outage>,
      skip: number,
    ) =>
      Effect.flatMap(page(skip), (rows) =>
        rows.length > 0 || skip === 0
          ? Effect.succeed({ rows, total: rows[0]?.total ?? 0 })
          : Effect.map(page(0), ([first]) => ({ rows, total: first?.total ?? 0 })),
      )
    return BusRecords.of({
      events: (tenantId, { topic, key, from, window, skip, limit }) =>
        Effect.map(
          counted(
            (after) =>
              ask<EventRow & Counted>(
                "select *, position::float8 as position, total::float8 as total from bus.page($1::uuid, $2::bigint, $3, $4::text[], $5, $6, $7::bigint, $8::bigint, $9::int)",
                tenantId,
                from ?? Number.MAX_SAFE_INTEGER,
                topic?.topic ?? null,
                topic?.types ?? null,
                topic?.kind ?? null,
                key ?? null,
                window,
                after,
                limit,
              ),
            skip,
          ),
          ({ rows, total }) => ({
            items: rows.map((row) => recordedRow(tenantId, row)),
            total,
          }),
        ),
      overview: (tenantId, handlers, most) =>
        Effect.map(
          ask<OverviewRow>(
            "select *, position::float8 as position, lag::float8 as lag, retrying::float8 as retrying, dead::float8 as dead from bus.overview($1::uuid, $2::text[], $3::text[], $4::text::jsonb, $5::text[], $6::int)",
            tenantId,
            handlers.map(({ subscription }) => subscription),
            handlers.map(({ topic }) => topic.topic),
            JSON.stringify(handlers.map(({ topic }) => topic.types)),
            handlers.map(({ topic }) => topic.kind),
            most,
          ),
          (rows) => rows.map(({ sub, ...row }) => ({ subscription: sub, ...row })),
        ),
      deadLetters: (tenantId, subscriptions, skip, limit) =>
        Effect.map(
          counted(
            (after) =>
              ask<DeadLetterRow>(
                "select *, position::float8 as position, total::float8 as total from bus.dead_letters($1::uuid, $2::text[], $3::bigint, $4::int)",
                tenantId,
                subscriptions,
                after,
                limit,
              ),
            skip,
          ),
          ({ rows, total }) => ({
            items: rows.map((row) => ({
              subscription: row.sub,
              attempts: row.attempt,
              error: row.error ?? "",
              failedAt: Math.round(row.failed_ms),
              event: recordedRow(tenantId, row),
            })),
            total,
          }),
        ),
      decide: (tenantId, subscription, position, how) =>
        Effect.map(
          ask<{ done: boolean }>(
            "select bus.decide($1::uuid, $2, $3::bigint, $4::boolean) as done",
            tenantId,
            subscription,
            position,
            how === "retry",
          ),
          ([row]) => row?.done === true,
        ),
      replay: (tenantId, subscription, { from, to, topic, order, id, most }) =>
        Effect.map(
          ask<{ matched: number }>(
            "select bus.replay($1::uuid, $2, $3::bigint, $4::bigint, $5, $6::text[], $7, $8, $9::uuid, $10::bigint)::float8 as matched",
            tenantId,
            subscription,
            from,
            to,
            topic.topic,
            topic.types,
            topic.kind,
            order,
            id ?? null,
            most,
          ),
          ([row]) => row?.matched ?? 0,
        ),
    })
  }),
)

interface Counted {
  readonly total: number
}

interface OverviewRow {
  readonly sub: string
  readonly position: number
  readonly state: PlaceState
  readonly lag: number
  readonly retrying: number
  readonly dead: number
  readonly held: boolean
}

type DeadLetterRow = EventRow &
  Counted & {
    readonly sub: string
    readonly attempt: number
    readonly error: string | null
    readonly failed_ms: number
  }
