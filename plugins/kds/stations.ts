import { Schema } from "effect"
import { StationKey } from "#core/kitchen/ids.ts"
import { collection } from "#core/plugins/collection.ts"
import { Name, Sort, TargetSeconds, TranslatedNames } from "#core/plugins/field.ts"

/** Where dishes are cooked, and where they are handed over. */
export const stations = collection({
  path: "/stations",
  table: "station",
  thing: "station",
  fields: {
    key: StationKey,
    name: Name,
    names: Schema.optionalKey(TranslatedNames),
    sort: Schema.optionalKey(Sort),
    kind: Schema.optionalKey(Schema.Literals(["prep", "expo"])),
    catchAll: Schema.optionalKey(Schema.Boolean),
    targetSeconds: Schema.optionalKey(TargetSeconds),
  },
  // It stands in the menu, on tickets and in the log.
  fixed: ["key"],
  complete: (input) => ({
    ...input,
    sort: input.sort ?? 0,
    kind: input.kind ?? ("prep" as const),
    catchAll: input.catchAll ?? false,
    targetSeconds: input.targetSeconds ?? 600,
  }),
  order: "sort",
  read: "kds.read",
  write: "kds.write",
  unique: { station_key: "STATION_KEY_TAKEN", station_catch_all: "CATCH_ALL_TAKEN" },
  usedBy: [{ table: "screen", field: "stations", by: "key", code: "STATION_IN_USE" }],
})
