import { type Refused, refused } from "#core/kitchen/refusal.ts"

/** The restaurant does not run the plugin that would have answered, whether there is one or not. */
export const notEnabled = (plugin: string): Refused =>
  refused("PLUGIN_NOT_ENABLED", "This restaurant does not use that", { plugin })
