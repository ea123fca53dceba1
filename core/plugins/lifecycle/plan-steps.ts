import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import { isNewer } from "#core/plugins/running/data-version.ts"
import type { SeedKind } from "#core/plugins/seed.ts"
import type { Flip, Step } from "./step.ts"
import type { World } from "./world.ts"

/** How long requests on an instance that is replaced may go on, in milliseconds. */
export const drainMs = 30_000

export const dataSteps = ({ key, manifest, migrations }: LoadedPlugin): ReadonlyArray<Step> => [
  ...(migrations.expand.length === 0
    ? []
    : [{ do: "expand", plugin: key, version: manifest.version } as const]),
  ...(migrations.tenant.length === 0
    ? []
    : [{ do: "migrate", plugin: key, version: manifest.version } as const]),
]

export const grantSteps = ({ key, manifest }: LoadedPlugin): ReadonlyArray<Step> =>
  manifest.roles === undefined ? [] : [{ do: "grant", plugin: key }]

export const eventSteps = ({ definition }: LoadedPlugin, step: Step): ReadonlyArray<Step> =>
  definition.subscriptions.length === 0 ? [] : [step]

export const flip = (plugin: string, what: Flip): ReadonlyArray<Step> => [
  { do: "flip", plugin, ...what },
  { do: "show", plugin },
]

/** Data that was kept when it was uninstalled is not seeded over, and no longer deleted if it was to be. */
export const installSteps = (
  world: World,
  plugin: LoadedPlugin,
  seed: SeedKind | "none",
): ReadonlyArray<Step> => {
  const { key, manifest } = plugin
  const { installedVersion: kept, purgeAfter } = world.states.get(key) ?? {}
  const version = kept !== undefined && isNewer(kept, manifest.version) ? kept : manifest.version
  return [
    ...(purgeAfter === undefined ? [] : [{ do: "keep", plugin: key } as const]),
    ...dataSteps(plugin),
    ...(seed === "none" || plugin.seed === undefined || kept !== undefined
      ? []
      : [{ do: "seed", plugin: key, seed } as const]),
    ...flip(key, { what: "installed", actual: "installed", version }),
  ]
}

export const enableSteps = (
  plugin: LoadedPlugin,
  missed: "catchUp" | "skip",
): ReadonlyArray<Step> => [
  ...grantSteps(plugin),
  { do: "start", plugin: plugin.key },
  ...flip(plugin.key, { what: "enabled", actual: "enabled" }),
  ...eventSteps(plugin, { do: "deliver", plugin: plugin.key, missed }),
]

/** New calls are refused first; then whatever runs may finish. */
export const disableSteps = (world: World, key: string, timeoutMs: number): ReadonlyArray<Step> => {
  const plugin = world.plugins.get(key)
  return [
    ...flip(key, { what: "disabled", actual: "installed" }),
    ...(plugin === undefined ? [] : eventSteps(plugin, { do: "hold", plugin: key })),
    { do: "drain", plugin: key, timeoutMs },
  ]
}
