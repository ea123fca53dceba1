import { access, mkdir, writeFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { Data, Effect, Schema } from "effect"
import { PluginKey } from "#core/plugins/manifest/manifest.ts"
import { pageFiles } from "./page-template.ts"
import { newPlugin, type PartName, partNames, pluginFiles } from "./plugin-template.ts"
import { formatted } from "./project-format.ts"
import { testText } from "./test-template.ts"

/** A command that cannot be carried out, in one line for whoever typed it. */
export class Unusable extends Data.TaggedError("Unusable")<{ readonly line: string }> {}

/**
 * Writes a plugin that works as it is: its folder and its test, in the project's format.
 *
 * @param project folder of the project, absolute
 * @returns files, below the project
 */
export const makePlugin = (
  project: string,
  key: string,
  parts: ReadonlyArray<string>,
): Effect.Effect<ReadonlyArray<string>, Unusable> =>
  Effect.gen(function* () {
    if (!Schema.is(PluginKey)(key))
      return yield* new Unusable({
        line: `"${key}" is no key: 2 to 40 lower-case letters, digits and underscores, a letter first`,
      })
    const strange = parts.find((part) => !isPart(part))
    if (strange !== undefined)
      return yield* new Unusable({
        line: `--with takes ${partNames.join(", ")}; "${strange}" is none of them`,
      })
    const [folder, tests] = [join("plugins", key), join("test", "plugins", key)]
    for (const taken of [folder, tests])
      if (yield* Effect.promise(() => isThere(join(project, taken))))
        return yield* new Unusable({ line: `${taken} is there already` })
    const plugin = newPlugin(key, parts.filter(isPart))
    const files = new Map(
      Object.entries({ ...pluginFiles(plugin), ...pageFiles(plugin) }).map(([name, text]) => [
        join(folder, name),
        text,
      ]),
    ).set(join(tests, `${plugin.file}.test.ts`), testText(plugin))
    yield* Effect.promise(async () => {
      for (const [name, text] of files) {
        await mkdir(dirname(join(project, name)), { recursive: true })
        await writeFile(join(project, name), `${text.trim()}\n`)
      }
    })
    formatted(project, [...files.keys()])
    return [...files.keys()]
  })

const isPart = (part: string): part is PartName => partNames.some((name) => name === part)

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
