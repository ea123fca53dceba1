import { join } from "node:path"
import { Effect } from "effect"
import { checkDefinitions } from "#core/plugins/loading/definition-check.ts"
import { discoverPlugins } from "#core/plugins/loading/discovery.ts"
import { resolvePlugins } from "#core/plugins/manifest/resolver.ts"
import { Unusable } from "./make-plugin.ts"
import { missingParts } from "./missing-parts.ts"
import { missingWords } from "./missing-words.ts"
import { eventFaults } from "./recorded-events.ts"

/**
 * Everything that is wrong with plugins and can be seen without running a hub: manifests, the graph of requirements,
 * migrations, what code uses and does not declare, words, parts of pages, events that changed.
 *
 * @param keys all plugins when empty
 * @returns one line each, with the file
 */
export const checkPlugins = (
  project: string,
  keys: ReadonlyArray<string>,
  record: boolean,
): Effect.Effect<ReadonlyArray<string>, Unusable> =>
  Effect.gen(function* () {
    const found = checkDefinitions(yield* discoverPlugins({ root: join(project, "plugins") }))
    const unknown = keys.find((key) => !found.some((plugin) => plugin.key === key))
    if (unknown !== undefined)
      return yield* new Unusable({ line: `There is no plugin "${unknown}" in plugins/` })
    const { problems } = resolvePlugins(found)
    const faults: Array<string> = []
    for (const { key, manifest, translations } of found) {
      if (keys.length > 0 && !keys.includes(key)) continue
      const folder = join(project, "plugins", key)
      const own = (problems.get(key) ?? []).map(({ code, detail }) => `${code}: ${detail}`)
      // Without a manifest there is nothing to compare the rest with.
      const more =
        manifest === undefined
          ? []
          : [
              ...missingWords(manifest, translations),
              ...(yield* Effect.promise(() => missingParts(folder, manifest))),
              ...(yield* Effect.promise(() => eventFaults(project, manifest, record))),
            ]
      faults.push(...[...own, ...more].map((line) => `plugins/${key}: ${line}`))
    }
    return faults
  })
