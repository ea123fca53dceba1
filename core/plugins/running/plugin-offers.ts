import { Layer } from "effect"
import { pluginCommandsLayer } from "./plugin-commands.ts"
import { offeredViewsLayer } from "./plugin-views.ts"

/** What gate and views ask before any plugin is loaded, and the plugins fill. */
export const pluginOffersLayer = Layer.mergeAll(pluginCommandsLayer, offeredViewsLayer)
