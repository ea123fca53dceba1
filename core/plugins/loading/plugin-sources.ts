import { readdir, realpath } from "node:fs/promises"
import { join } from "node:path"

/** Where this process looks for plugins, and which of them it may load. */
export interface PluginSources {
  /** Folder of the plugin folders, absolute. */
  readonly root: string
  /** Keys that are loaded; all that are found when not given. */
  readonly enabled?: ReadonlyArray<string>
  /** npm packages that are plugins: `@vendor/heard-loyalty`. */
  readonly packages?: ReadonlyArray<string>
  /** `node_modules` folders in which packages are looked for, in this order, absolute. */
  readonly packageFolders?: ReadonlyArray<string>
}

/** One place that should hold a plugin. */
export interface PluginPlace {
  /** Name of the folder, or of the package. */
  readonly name: string
  /** Absolute, links resolved; absent when there is no such package. */
  readonly folder: string | undefined
  /** A folder's name is the key it must have; a package may have any. */
  readonly isPackage: boolean
}

/** Folders by name, then packages as they are listed. */
export const pluginPlaces = async (sources: PluginSources): Promise<ReadonlyArray<PluginPlace>> => {
  const entries = await readdir(sources.root, { withFileTypes: true }).catch(() => [])
  const folders = entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => ({ name, folder: join(sources.root, name), isPackage: false }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const packages = (sources.packages ?? []).map(async (name) => ({
    name,
    folder: await firstThere((sources.packageFolders ?? []).map((base) => join(base, name))),
    isPackage: true,
  }))
  return [...folders, ...(await Promise.all(packages))]
}

const firstThere = async (paths: ReadonlyArray<string>): Promise<string | undefined> => {
  for (const path of paths) {
    const there = await realpath(path).catch(() => undefined)
    if (there !== undefined) return there
  }
  return undefined
}
