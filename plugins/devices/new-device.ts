import { Effect } from "effect"
import type { Scope } from "#core/hub/scope.ts"
import type { StationKey } from "#core/kitchen/ids.ts"
import type { DeviceKind } from "#core/kitchen/menu.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { PluginSql } from "#core/plugins/plugin-sql.ts"
import { DeviceRegister } from "#core/security/device-register.ts"
import { DevicePlaces } from "./contract.ts"
import { devices } from "./device-list.ts"

/** What a manager says of a device that is to come. */
export interface NewDevice {
  readonly id: string
  readonly kind: DeviceKind
  readonly name: string
  readonly role?: string
  readonly station?: StationKey
  readonly screenId?: string
  readonly printerId?: string
}

/** Writes it down, gives it a credential without a secret, and puts it in its place. Part of the open transaction. */
export const enrolDevice = Effect.fnUntraced(function* (
  scope: Scope,
  { role, ...device }: NewDevice,
) {
  yield* devices.create(device)
  yield* (yield* DeviceRegister).enrol(scope, {
    deviceId: device.id,
    kind: device.kind,
    ...(role === undefined ? {} : { role }),
  })
  if (device.printerId !== undefined) yield* placeAtPrinter(device.printerId, device.id)
})

/** The printer prints through this device; whichever was said to drive it before is not any more. */
export const placeAtPrinter = Effect.fnUntraced(function* (printerId: string, deviceId: string) {
  const places = yield* (yield* DevicePlaces).all
  const taken = yield* Effect.forEach(places, ({ takePrinter }) => takePrinter(printerId, deviceId))
  if (!taken.includes(true))
    return yield* refused("PRINTER_UNKNOWN", "There is no such printer", { printerId })
  yield* PluginSql.use(({ query, tenantId }) =>
    query(
      `update device set doc = doc - 'printerId', rev = rev + 1
       where tenant_id = $1::uuid and doc ->> 'printerId' = $2 and id <> $3::uuid`,
      [tenantId, printerId, deviceId],
    ),
  ).pipe(Effect.catchTag("ConstraintBroken", Effect.die))
})
