import { Effect } from "effect"
import type { TableId } from "#core/kitchen/ids.ts"
import { definePlugin } from "#core/plugins/sdk.ts"
import { rooms } from "./rooms.ts"
import { tables } from "./tables.ts"

export default definePlugin({
  key: "floor_plan",
  routes: [...rooms.routes, ...tables.routes],
  setup: {
    rooms: rooms.all,
    tables: Effect.map(
      tables.all,
      (all) => new Map(all.map((table) => [table.id, { ...table, id: table.id as TableId }])),
    ),
  },
})
