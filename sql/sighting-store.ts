import { Effect } from "effect"
import { SqlClient } from "effect/sql"
import type { Row } from "#core/plugins/plugin-sql.ts"
import type { Sighting, SightingStore } from "#core/security/device-sightings.ts"
import { hubTables } from "./hub-tables.ts"

export const sightingStore: Effect.Effect<SightingStore["Service"], never, SqlClient.SqlClient> =
  Effect.gen(function* () {
    const { rows } = hubTables(yield* SqlClient.SqlClient)
    return {
      list: (tenantId) =>
        Effect.map(
          rows(
            [tenantId],
            `select device_id, extract(epoch from seen_at) * 1000 as seen_at, address, version, clock_skew_ms,
               signal_dbm, model
             from core.device_sighting where tenant_id = $1 order by seen_at desc limit 2000`,
            [tenantId],
          ),
          (found) => new Map(found.map((row) => [String(row["device_id"]), sightingOf(row)])),
        ),
      put: (tenantId, sightings) =>
        Effect.asVoid(
          rows(
            [tenantId],
            `insert into core.device_sighting (tenant_id, device_id, seen_at, address, version, clock_skew_ms, signal_dbm,
               model)
             select $1::uuid, id, to_timestamp(seen / 1000), address, version, skew::bigint, signal::int, model
             from jsonb_to_recordset($2::text::jsonb) as said(
               id text, seen double precision, address text, version text, skew double precision,
               signal double precision, model text)
             on conflict on constraint device_sighting_pkey do update
             set seen_at = excluded.seen_at, address = excluded.address, version = excluded.version,
               clock_skew_ms = excluded.clock_skew_ms, signal_dbm = excluded.signal_dbm, model = excluded.model`,
            [
              tenantId,
              JSON.stringify(
                Array.from(sightings, ([id, sighting]) => ({
                  id,
                  seen: sighting.seenAt,
                  address: sighting.address ?? null,
                  version: sighting.version ?? null,
                  skew: sighting.clockSkewMs ?? null,
                  signal: sighting.signalDbm ?? null,
                  model: sighting.model ?? null,
                })),
              ),
            ],
          ),
        ),
    }
  })

const sightingOf = (row: Row): Sighting => ({
  seenAt: Number(row["seen_at"]),
  ...(row["address"] === null ? {} : { address: String(row["address"]) }),
  ...(row["version"] === null ? {} : { version: String(row["version"]) }),
  ...(row["clock_skew_ms"] === null ? {} : { clockSkewMs: Number(row["clock_skew_ms"]) }),
  ...(row["signal_dbm"] === null ? {} : { signalDbm: Number(row["signal_dbm"]) }),
  ...(row["model"] === null ? {} : { model: String(row["model"]) }),
})
