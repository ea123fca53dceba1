import { Schema } from "effect"
import { PrinterId } from "#core/kitchen/ids.ts"
import { collection } from "#core/plugins/collection.ts"
import { Name, StationKeys } from "#core/plugins/field.ts"

/** What hangs on the kitchen's walls. */
export const screens = collection({
  path: "/screens",
  table: "screen",
  thing: "screen",
  fields: {
    name: Name,
    kind: Schema.optionalKey(Schema.Literals(["station", "expo"])),
    stations: Schema.optionalKey(StationKeys),
    slots: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 4, maximum: 24 }))),
    backupPrinterId: Schema.optionalKey(PrinterId),
  },
  complete: (input) => ({
    ...input,
    kind: input.kind ?? ("station" as const),
    stations: input.stations ?? [],
    slots: input.slots ?? 8,
  }),
  order: "name",
  read: "kds.read",
  write: "kds.write",
  references: [{ field: "stations", table: "station", by: "key", code: "STATION_UNKNOWN" }],
})
