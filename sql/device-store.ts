import { Effect, type Scope } from "effect"
import { SqlClient } from "effect/sql"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Row } from "#core/plugins/plugin-sql.ts"
import type { DeviceStatus } from "#core/security/device-credentials.ts"
import type { CredentialKind } from "#core/security/device-kinds.ts"
import type { DeviceStore, StoredDevice } from "#core/security/device-store.ts"
import { DatabaseChannels } from "./database-channels.ts"
import { hubTables } from "./hub-tables.ts"

export const deviceStore: Effect.Effect<
  DeviceStore["Service"],
  never,
  SqlClient.SqlClient | DatabaseChannels | Scope.Scope
> = Effect.gen(function* () {
  const { together, rows } = hubTables(yield* SqlClient.SqlClient)
  const channels = yield* DatabaseChannels

  return {
    together: (tenantId, work) => together([tenantId], work),
    list: (tenantId) =>
      Effect.map(
        rows([tenantId], `select ${columns} from core.device_credential where tenant_id = $1`, [
          tenantId,
        ]),
        (found) => found.map(deviceOf),
      ),
    held: (tenantId, deviceId) =>
      Effect.map(
        rows(
          [tenantId],
          `select ${columns} from core.device_credential where tenant_id = $1 and device_id = $2 for update`,
          [tenantId, deviceId],
        ),
        ([row]) => (row === undefined ? undefined : deviceOf(row)),
      ),
    put: (device) =>
      Effect.asVoid(
        rows(
          [device.tenantId],
          `insert into core.device_credential (tenant_id, device_id, kind, status, role, secret_hash, broker_hash,
             address_hash, hardware_id, generation, next_secret_hash, next_broker_hash, next_until)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::timestamptz)
           on conflict on constraint device_credential_pkey do update
           set kind = excluded.kind, status = excluded.status, role = excluded.role, secret_hash = excluded.secret_hash,
             broker_hash = excluded.broker_hash, address_hash = excluded.address_hash,
             hardware_id = excluded.hardware_id, generation = excluded.generation,
             next_secret_hash = excluded.next_secret_hash, next_broker_hash = excluded.next_broker_hash,
             next_until = excluded.next_until, changed_at = now()`,
          [
            device.tenantId,
            device.deviceId,
            device.kind,
            device.status,
            device.role ?? null,
            device.secretHash ?? null,
            device.brokerHash ?? null,
            device.addressHash ?? null,
            device.hardwareId ?? null,
            device.generation,
            device.next?.secretHash ?? null,
            device.next?.brokerHash ?? null,
            device.next === undefined ? null : new Date(device.next.until).toISOString(),
          ],
        ),
      ),
    byAddress: (addressHash) =>
      Effect.map(
        rows([], "select tenant_id, device_id from core.device_by_address($1)", [addressHash]),
        ([row]) =>
          row === undefined
            ? undefined
            : { tenantId: row["tenant_id"] as TenantId, deviceId: String(row["device_id"]) },
      ),
    brokerAccounts: Effect.map(
      rows([], "select tenant_id, device_id, status, broker_hash from core.broker_accounts()"),
      (found) =>
        found.map((row) => ({
          tenantId: row["tenant_id"] as TenantId,
          deviceId: String(row["device_id"]),
          status: row["status"] as DeviceStatus,
          mosquittoHash: String(row["broker_hash"]),
        })),
    ),
    whenStored: (listener) =>
      channels.listen("heard_devices", (message) => listener(message as TenantId | undefined)),
  }
})

const columns = `tenant_id, device_id, kind, status, role, secret_hash, broker_hash, address_hash, hardware_id,
  generation, next_secret_hash, next_broker_hash,
  extract(epoch from next_until) * 1000 as next_until`

const textOr = (value: unknown): string | undefined => (value === null ? undefined : String(value))

const deviceOf = (row: Row): StoredDevice => ({
  tenantId: row["tenant_id"] as TenantId,
  deviceId: String(row["device_id"]),
  kind: row["kind"] as CredentialKind,
  status: row["status"] as DeviceStatus,
  role: textOr(row["role"]),
  secretHash: textOr(row["secret_hash"]),
  brokerHash: textOr(row["broker_hash"]),
  addressHash: textOr(row["address_hash"]),
  hardwareId: textOr(row["hardware_id"]),
  generation: Number(row["generation"]),
  next:
    row["next_secret_hash"] === null
      ? undefined
      : {
          secretHash: String(row["next_secret_hash"]),
          brokerHash: String(row["next_broker_hash"]),
          until: Number(row["next_until"]),
        },
})
