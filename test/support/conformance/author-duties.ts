import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { projects } from "./plugin-places.ts"

/** A test that names the plugin, in the folder of plugins' tests. */
export const isTested = async (key: string): Promise<boolean> => {
  for (const project of projects()) {
    const folder = join(project, "test", "plugins")
    for (const entry of await readdir(folder, { recursive: true }))
      if (entry.endsWith(".test.ts") && (await readFile(join(folder, entry), "utf8")).includes(key))
        return true
  }
  return false
}

/** A line in the list of plugins, or a README of its own. */
export const isDescribed = async (key: string): Promise<boolean> => {
  for (const project of projects()) {
    const [list, own] = await Promise.all(
      ["README.md", join(key, "README.md")].map((name) =>
        readFile(join(project, "plugins", name), "utf8").catch(() => ""),
      ),
    )
    if (own !== "" || list?.includes(`| \`${key}\``) === true) return true
  }
  return false
}
