import { Effect, Schema } from "effect"
import { Fleet, FleetDevice } from "#core/hub/fleet.ts"
import { PresentDevices } from "#core/hub/present-devices.ts"
import type { Scope } from "#core/hub/scope.ts"
import { Uuid } from "#core/kitchen/ids.ts"
import type { KitchenDevice } from "#core/kitchen/menu.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { DeviceRegister } from "#core/security/device-register.ts"
import { devices } from "./device-list.ts"

/**
 * A device by its id: one that was written down, or one that somebody signed in under an id of its own, which is known
 * by its credential or because it is here.
 */
export const knownDevice = Effect.fnUntraced(function* (scope: Scope, id: string) {
  const named = yield* writtenDown(id)
  if (named !== undefined) return named as KitchenDevice
  const credential = (yield* (yield* DeviceRegister).of(scope)).get(id)
  const present = (yield* (yield* PresentDevices).now(scope)).find(
    ({ deviceId, kind }) => deviceId === id && kind !== undefined,
  )
  const kind = credential?.kind ?? present?.kind
  if (kind === undefined || !isDeviceId.test(id))
    return yield* refused("DEVICE_NOT_FOUND", "There is no such device", { id })
  return { id, kind, name: id } satisfies KitchenDevice
})

const writtenDown = (id: string) => (isUuid(id) ? devices.get(id) : Effect.undefined)

export const isWrittenDown = (id: string) =>
  Effect.map(writtenDown(id), (device) => device !== undefined)

/** How it stands now that a change of it is stored. */
export const deviceAnswer = Effect.fnUntraced(function* (scope: Scope, device: KitchenDevice) {
  yield* (yield* DeviceRegister).settled(scope)
  const [item] = yield* (yield* Fleet).of(scope, [device])
  return item
})

export const DeviceAnswer = FleetDevice

/** As sign-in and topics take them. */
const isDeviceId = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
const isUuid = Schema.is(Uuid)
