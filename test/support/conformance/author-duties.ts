import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { missingWords } from "#core/authoring/missing-words.ts"
import type { LoadedPlugin } from "#core/plugins/loaded-plugin.ts"

const project = join(import.meta.dirname, "..", "..", "..")

/** A test that names the plugin, in the folder of plugins' tests. */
export const isTested = async (key: string): Promise<boolean> => {
  const folder = join(project, "test", "plugins")
  for (const entry of await readdir(folder, { recursive: true }))
    if (entry.endsWith(".test.ts") && (await readFile(join(folder, entry), "utf8")).includes(key))
      return true
  return false
}

/** A line in the list of plugins, or a README of its own. */
export const isDescribed = async (key: string): Promise<boolean> => {
  const [list, own] = await Promise.all(
    ["README.md", join(key, "README.md")].map((name) =>
      readFile(join(project, "plugins", name), "utf8").catch(() => ""),
    ),
  )
  return own !== "" || list?.includes(`| \`${key}\``) === true
}

export const wordFaults = ({ manifest, translations }: LoadedPlugin): ReadonlyArray<string> =>
  missingWords(manifest, translations)
