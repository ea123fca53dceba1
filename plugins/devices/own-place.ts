import { Effect, Schema } from "effect"
import { fleetKinds } from "#core/hub/fleet.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { route } from "#core/plugins/route.ts"
import { placeFields } from "./device-list.ts"
import { knownDevice } from "./known-device.ts"

const OwnPlace = Schema.Struct({
  deviceId: Schema.String,
  kind: Schema.Literals(fleetKinds),
  name: Schema.String,
  ...placeFields,
}).annotate({ identifier: "OwnPlace" })

/** A tablet that was just let in knows its tokens, and asks here which screen it was meant for. */
export const ownPlace = route({
  method: "GET",
  path: "/self",
  permission: "devices.self",
  summary: "Tell a device what it was set up as",
  answer: OwnPlace,
  handle: ({ scope }) =>
    Effect.gen(function* () {
      const { kind, id } = scope.principal
      if (kind !== "device")
        return yield* refused("DEVICE_NOT_FOUND", "Only a device has a place of its own", { id })
      const device = yield* knownDevice(scope, id)
      return {
        deviceId: id,
        kind: device.kind,
        name: device.name,
        ...(device.station === undefined ? {} : { station: device.station }),
        ...(device.screenId === undefined ? {} : { screenId: device.screenId }),
        ...(device.printerId === undefined ? {} : { printerId: device.printerId }),
      }
    }),
})
