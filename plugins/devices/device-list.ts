import { Effect, Schema } from "effect"
import { PresentDevices } from "#core/hub/present-devices.ts"
import { systemScope } from "#core/hub/scope.ts"
import { Uuid } from "#core/kitchen/ids.ts"
import { collection } from "#core/plugins/collection.ts"
import { Name } from "#core/plugins/field.ts"
import { TenantContext } from "#core/plugins/tenant-context.ts"

/** What may connect. Whether it is connected at this moment is told with every answer and stored nowhere. */
export const devices = collection({
  path: "/devices",
  table: "device",
  thing: "device",
  fields: {
    kind: Schema.Literals(["kds", "handheld", "board", "printerAgent"]),
    name: Name,
    /** The screen it shows, the printer it drives. */
    screenId: Schema.optionalKey(Uuid),
    printerId: Schema.optionalKey(Uuid),
  },
  fixed: ["kind"],
  complete: (input) => input,
  order: "name",
  filters: ["kind"],
  read: "devices.read",
  write: "devices.write",
  inSetup: false,
  shown: {
    present: Schema.Boolean,
    wire: Schema.optionalKey(Schema.Literals(["ws", "socket.io", "mqtt", "tcp", "http"])),
    presentSince: Schema.optionalKey(Schema.String),
  },
  show: (items) =>
    Effect.gen(function* () {
      const { tenantId } = yield* TenantContext
      const present = new Map(
        (yield* (yield* PresentDevices).now(systemScope(tenantId))).map((one) => [
          one.deviceId,
          one,
        ]),
      )
      return items.map((item) => {
        const here = present.get(item.id)
        return here === undefined
          ? { ...item, present: false }
          : { ...item, present: true, wire: here.wire, presentSince: here.since }
      })
    }),
})
