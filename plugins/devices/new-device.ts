import { Effect } from "effect"
import { v7 as uuid } from "uuid"
import { otherRequest } from "#core/hub/other-request.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { StationKey } from "#core/kitchen/ids.ts"
import type { DeviceKind } from "#core/kitchen/menu.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { derivedId } from "#core/plugins/derived-id.ts"
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

/**
 * The same key at the same address is the same device.
 *
 * @param address what was asked for, below `/plugins/devices`
 */
export const newDeviceId = (
  scope: Scope,
  idempotencyKey: string | undefined,
  address: string,
): string =>
  idempotencyKey === undefined
    ? uuid()
    : derivedId(scope.tenantId, "Idempotency-Key", "device", address, idempotencyKey)

/** Whether this very request made the device before. */
export const isMadeAlready = Effect.fnUntraced(function* (
  scope: Scope,
  { role, ...device }: NewDevice,
) {
  if ((yield* devices.get(device.id)) === undefined) return false
  const credential = (yield* (yield* DeviceRegister).of(scope)).get(device.id)
  if (credential?.role !== role) return yield* otherRequest
  yield* devices.create(device).pipe(Effect.catchTag("Refused", () => Effect.fail(otherRequest)))
  return true
})

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
