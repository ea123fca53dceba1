import { definePlugin } from "#core/plugins/sdk.ts"
import { commandRoutes } from "./commands.ts"
import { queryRoutes } from "./queries.ts"
import { handheldSettings, settingsView } from "./settings.ts"

export default definePlugin({
  key: "orders",
  routes: [...commandRoutes, ...queryRoutes],
  views: [settingsView],
  settings: handheldSettings,
})
