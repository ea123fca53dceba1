import { Effect } from "effect"
import { StateStore } from "#core/plugins/lifecycle/state-store.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import { PluginStates } from "#core/plugins/plugin-states.ts"
import type { PluginTestkit } from "#test/support/plugin-testkit.ts"
import { changed } from "./plugin-changes.ts"
import type { PluginHouse } from "./plugin-house.ts"
import { difference, rowsOf } from "./plugin-rows.ts"

/** Before the first release: every plugin is newer. */
const olderVersion = "0.0.1"

/** Upgrades a restaurant whose data is of an older version, and looks whether all of it is still there and served. */
export const upgradeFaults = async (
  kit: Pick<PluginTestkit, "run" | "database">,
  { key, manifest, definition }: LoadedPlugin,
  house: PluginHouse,
): Promise<ReadonlyArray<string>> => {
  const before = await rowsOf(kit, key, house.tenantId)
  await kit.run(
    Effect.gen(function* () {
      const store = yield* StateStore
      yield* store.change(house.tenantId, [{ plugin: key, installedVersion: olderVersion }])
      yield* (yield* PluginStates).reload(house.tenantId)
    }),
  )
  await changed(kit, house, { kind: "upgrade", plugin: key })
  const state = await kit.run(
    Effect.map(PluginStates, (states) => states.of(house.tenantId).get(key)),
  )
  const wrong: Array<string> = []
  if (state?.actual !== "enabled" || state.installedVersion !== manifest.version)
    wrong.push(`after the upgrade it is ${state?.actual} at ${state?.installedVersion}`)
  for (const { method, path } of definition.routes) {
    if (method !== "GET" || path.includes(":")) continue
    const { status } = await house.ask("GET", `/plugins/${key}${path}`)
    if (status >= 500) wrong.push(`after the upgrade GET ${path} answers ${status}`)
  }
  const lines = difference(before, await rowsOf(kit, key, house.tenantId))
  return [...wrong, ...lines.filter((line) => line.startsWith("went"))]
}
