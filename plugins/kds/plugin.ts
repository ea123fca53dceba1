import { Context, Effect, Layer } from "effect"
import type { ScreenId } from "#core/kitchen/ids.ts"
import { PluginSql } from "#core/plugins/plugin-sql.ts"
import { definePlugin } from "#core/plugins/sdk.ts"
import { KitchenStations } from "./contract.ts"
import { screens } from "./screens.ts"
import { screenSettings, settingsView } from "./settings.ts"
import { stations } from "./stations.ts"

export default definePlugin({
  key: "kds",
  provides: [KitchenStations],
  tenant: Layer.effect(
    KitchenStations,
    Effect.map(PluginSql, (sql) => {
      const here = Context.make(PluginSql, sql)
      return {
        unknown: (keys) => Effect.provideContext(stations.unknownKeys(keys), here),
        unknownScreens: (ids) => Effect.provideContext(screens.unknownIds(ids), here),
      }
    }),
  ),
  routes: [...stations.routes, ...screens.routes],
  views: [settingsView],
  settings: screenSettings,
  setup: {
    stations: stations.all,
    screens: Effect.map(screens.all, (all) =>
      all.map((screen) => ({ ...screen, id: screen.id as ScreenId })),
    ),
  },
})
