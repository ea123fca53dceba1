import { Effect, Schema } from "effect"
import { Fleet, type FleetDevice, fleetFields, fleetKinds } from "#core/hub/fleet.ts"
import type { CommandFailure } from "#core/hub/gate.ts"
import { systemScope } from "#core/hub/scope.ts"
import { StationKey, Uuid } from "#core/kitchen/ids.ts"
import { collection } from "#core/plugins/collection.ts"
import { Name } from "#core/plugins/field.ts"
import type { PluginSql } from "#core/plugins/plugin-sql.ts"
import { TenantContext } from "#core/plugins/tenant-context.ts"
import { DeviceRegister } from "#core/security/device-register.ts"
import { requirePlace } from "./place.ts"

/** Where a device stands, as whoever adds it says. */
export const placeFields = {
  /** The station that it stands at. */
  station: Schema.optionalKey(StationKey),
  /** The screen it shows, the printer it drives. */
  screenId: Schema.optionalKey(Uuid),
  printerId: Schema.optionalKey(Uuid),
} as const

/** What may connect. How it stands at this moment is told with every answer and stored nowhere. */
export const devices = collection({
  path: "/devices",
  table: "device",
  thing: "device",
  fields: { kind: Schema.Literals(fleetKinds), name: Name, ...placeFields },
  fixed: ["kind"],
  complete: (input) => input,
  order: "name",
  filters: ["kind"],
  read: "devices.read",
  write: "devices.write",
  check: (device, id): Effect.Effect<void, CommandFailure, Needs> => requirePlace(device, id),
  // What is gone must not come in any more.
  removed: ({ id, kind }, scope): Effect.Effect<void, CommandFailure, Needs> =>
    DeviceRegister.use((register) => register.revoke(scope, { deviceId: id, kind })),
  shown: { ...fleetFields, role: Schema.optionalKey(Schema.String) },
  show: Effect.fnUntraced(function* (items) {
    const { tenantId } = yield* TenantContext
    const fleet: ReadonlyArray<Omit<FleetDevice, keyof typeof placeFields>> =
      yield* (yield* Fleet).of(systemScope(tenantId), items)
    return items.map((item, n) => ({ ...fleet[n], ...item }))
  }),
})

type Needs = DeviceRegister | Fleet | PluginSql | TenantContext
