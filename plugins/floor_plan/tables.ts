import { Schema } from "effect"
import { Uuid } from "#core/kitchen/ids.ts"
import { collection } from "#core/plugins/collection.ts"
import { Name, Sort } from "#core/plugins/field.ts"

export const tables = collection({
  path: "/tables",
  table: "dining_table",
  thing: "table",
  fields: {
    roomId: Uuid,
    /** What is called out and printed: `5`, `T12`. */
    name: Name,
    seats: Schema.optionalKey(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 500 }))),
    sort: Schema.optionalKey(Sort),
  },
  complete: (input) => ({ ...input, seats: input.seats ?? 4, sort: input.sort ?? 0 }),
  order: "sort",
  filters: ["roomId"],
  read: "floor_plan.read",
  write: "floor_plan.write",
  references: [{ field: "roomId", table: "room", by: "id", code: "ROOM_UNKNOWN" }],
})
