import { Effect } from "effect"
import { SqlClient } from "effect/sql"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Row } from "#core/plugins/plugin-sql.ts"
import type { CredentialKind } from "#core/security/device-kinds.ts"
import type { PairingStore, PairingWay, StoredPairing } from "#core/security/pairing-store.ts"
import { hubTables } from "./hub-tables.ts"

export const pairingStore: Effect.Effect<PairingStore["Service"], never, SqlClient.SqlClient> =
  Effect.gen(function* () {
    const { rows } = hubTables(yield* SqlClient.SqlClient)
    const asked = (statement: string, values: ReadonlyArray<string | number | null>) =>
      Effect.map(rows([], `select ${statement} as answer`, values), ([row]) => row?.["answer"])

    return {
      ask: (pairing, bounds) =>
        Effect.map(
          asked(
            `core.pairing_ask($1, $2, $3, $4, $5, $6, $7, $8::uuid, $9, $10, $11::timestamptz, $12::timestamptz,
               $13::int, $14::int)`,
            [
              pairing.secretHash,
              pairing.userCode,
              pairing.way,
              pairing.kind,
              pairing.name ?? null,
              pairing.address ?? null,
              pairing.hardwareId ?? null,
              pairing.tenantId ?? null,
              pairing.deviceId ?? null,
              pairing.state,
              iso(pairing.askedAt),
              iso(pairing.expiresAt),
              bounds.own,
              bounds.all,
            ],
          ),
          String,
        ),
      find: (by, now) =>
        Effect.map(
          rows(
            [],
            `select secret_hash, user_code, way, kind, name, address, hardware_id, tenant_id, device_id, state,
               extract(epoch from asked_at) * 1000 as asked_at, extract(epoch from expires_at) * 1000 as expires_at
             from core.pairing_find($1, $2, $3::timestamptz)`,
            [
              "secretHash" in by ? by.secretHash : null,
              "userCode" in by ? by.userCode : null,
              iso(now),
            ],
          ),
          ([row]) => (row === undefined ? undefined : pairingOf(row)),
        ),
      polled: (secretHash, now, intervalMs) =>
        Effect.map(
          asked("core.pairing_polled($1, $2::timestamptz, $3::int * interval '1 millisecond')", [
            secretHash,
            iso(now),
            intervalMs,
          ]),
          (answer) => answer === true,
        ),
      decide: (userCode, { state, tenantId, deviceId, name }, now) =>
        Effect.map(
          asked("core.pairing_decide($1, $2, $3::uuid, $4, $5, $6::timestamptz)", [
            userCode,
            state,
            tenantId,
            deviceId ?? null,
            name ?? null,
            iso(now),
          ]),
          (answer) => answer === true,
        ),
      wrong: (userCode, most) =>
        Effect.asVoid(asked("core.pairing_wrong($1, $2::int)", [userCode, most])),
      take: (secretHash, now) =>
        Effect.map(
          asked("core.pairing_take($1, $2::timestamptz)", [secretHash, iso(now)]),
          (answer) => answer === true,
        ),
      forget: (tenantId, deviceId) =>
        Effect.asVoid(asked("core.pairing_forget($1::uuid, $2)", [tenantId, deviceId])),
    }
  })

const iso = (epochMs: number): string => new Date(epochMs).toISOString()

const textOr = (value: unknown): string | undefined => (value === null ? undefined : String(value))

const pairingOf = (row: Row): StoredPairing => ({
  secretHash: String(row["secret_hash"]),
  userCode: String(row["user_code"]),
  way: row["way"] as PairingWay,
  kind: row["kind"] as CredentialKind,
  name: textOr(row["name"]),
  address: textOr(row["address"]),
  hardwareId: textOr(row["hardware_id"]),
  tenantId: textOr(row["tenant_id"]) as TenantId | undefined,
  deviceId: textOr(row["device_id"]),
  state: row["state"] as StoredPairing["state"],
  askedAt: Number(row["asked_at"]),
  expiresAt: Number(row["expires_at"]),
})
