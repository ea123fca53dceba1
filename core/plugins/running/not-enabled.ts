import { type Refused, refused } from "#core/kitchen/refusal.ts"

/** The restaurant does not run the plugin that would have answered, whether there is one or not. */
export const notEnabled = (plugin: string): Refused =>
  refused("PLUGIN_NOT_ENABLED", "This restaurant does not use that", { plugin })

/** The restaurant runs it, and this process could not load it. */
export const notLoaded = (plugin: string): Refused =>
  refused(
    "PLUGIN_NOT_LOADED",
    `The hub could not load "${plugin}"; the back office says why. Mend it and restart the hub`,
    { plugin, retryAfterMs: 60_000 },
  )
