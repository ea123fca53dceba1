import { Schema } from "effect"
import { collection } from "#core/plugins/collection.ts"
import { Name, Sort } from "#core/plugins/field.ts"

export const rooms = collection({
  path: "/rooms",
  table: "room",
  thing: "room",
  fields: { name: Name, sort: Schema.optionalKey(Sort) },
  complete: (input) => ({ ...input, sort: input.sort ?? 0 }),
  order: "sort",
  read: "floor_plan.read",
  write: "floor_plan.write",
  usedBy: [{ table: "dining_table", field: "roomId", by: "id", code: "ROOM_IN_USE" }],
})
