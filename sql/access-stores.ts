import { Clock, Effect, Layer, Schedule } from "effect"
import { SqlClient } from "effect/sql"
import { AuditStore } from "#core/security/audit-store.ts"
import { SightingStore } from "#core/security/device-sightings.ts"
import { DeviceStore } from "#core/security/device-store.ts"
import { MemberStore } from "#core/security/member-store.ts"
import { PairingStore } from "#core/security/pairing-store.ts"
import { RoleStore } from "#core/security/role-store.ts"
import { SessionStore } from "#core/security/session-store.ts"
import { auditStore } from "./audit-store.ts"
import type { DatabaseChannels } from "./database-channels.ts"
import { deviceStore } from "./device-store.ts"
import { memberStore } from "./member-store.ts"
import { pairingStore } from "./pairing-store.ts"
import { roleStore } from "./role-store.ts"
import { sessionStore } from "./session-store.ts"
import { sightingStore } from "./sighting-store.ts"

/** Sessions that ended long ago are dropped. Failing, it is done an hour later. */
const forgetting = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient
  const now = new Date(yield* Clock.currentTimeMillis).toISOString()
  yield* sql`select core.forget_sessions(${now}::timestamptz)`
}).pipe(Effect.ignore, Effect.schedule(Schedule.spaced("1 hour")))

/** People, roles, sessions, devices and the audit log in PostgreSQL. */
export const accessStoresLayer: Layer.Layer<
  MemberStore | RoleStore | SessionStore | AuditStore | DeviceStore | PairingStore | SightingStore,
  never,
  SqlClient.SqlClient | DatabaseChannels
> = Layer.mergeAll(
  Layer.effect(MemberStore, memberStore),
  Layer.effect(RoleStore, roleStore),
  Layer.effect(SessionStore, sessionStore),
  Layer.effect(AuditStore, auditStore),
  Layer.effect(DeviceStore, deviceStore),
  Layer.effect(PairingStore, pairingStore),
  Layer.effect(SightingStore, sightingStore),
  Layer.effectDiscard(Effect.forkScoped(forgetting)),
)
