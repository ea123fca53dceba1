import { Schema } from "effect"
import type { World } from "#core/plugins/lifecycle/world.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import type { Manifest } from "#core/plugins/manifest/manifest.ts"
import { noMigrations } from "#core/plugins/migration.ts"
import type { TenantPlugin } from "#core/plugins/plugin-states.ts"
import { definePlugin, type PluginDefinition } from "#core/plugins/sdk.ts"
import { settings } from "#core/plugins/settings.ts"
import { enabledPlugin } from "#test/support/plugin-states.ts"

/** A plugin as the host has loaded it, made of what a test says. */
export const loadedPlugin = (
  key: string,
  manifest: Partial<Manifest> = {},
  definition: Partial<PluginDefinition> = {},
  more: Partial<LoadedPlugin> = {},
): LoadedPlugin => ({
  key,
  manifest: {
    key,
    name: key,
    version: "1.0.0",
    description: "For a test",
    compat: { host: "^1.0.0" },
    ...manifest,
  },
  definition: { ...definePlugin({ key }), ...definition },
  migrations: noMigrations,
  translations: {},
  ...more,
})

/** `menu` ← `orders` ← `loyalty`, `menu` ← `printer`, and `notes` alone. */
export const examplePlugins: ReadonlyMap<string, LoadedPlugin> = new Map(
  [
    loadedPlugin("menu"),
    loadedPlugin(
      "notes",
      {},
      {
        settings: settings(
          Schema.Struct({ colour: Schema.Literals(["red", "blue"]) }),
        ) as NonNullable<PluginDefinition["settings"]>,
      },
    ),
    loadedPlugin("orders", { requires: { menu: "^1.0.0" } }),
    loadedPlugin("printer", { requires: { menu: "^1.0.0" } }),
    loadedPlugin("loyalty", { requires: { orders: "^1.0.0" } }),
  ].map((plugin) => [plugin.key, plugin]),
)

export const worldOf = (
  states: Readonly<Record<string, Partial<TenantPlugin>>>,
  more: Partial<World> = {},
): World => ({
  plugins: examplePlugins,
  discovered: [],
  slug: "bistro",
  states: new Map(Object.entries(states).map(([key, state]) => [key, enabledPlugin(key, state)])),
  ...more,
})
