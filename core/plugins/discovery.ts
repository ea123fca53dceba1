import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { Effect, Result } from "effect"
import { type Manifest, type PluginProblem, parseManifest } from "./manifest.ts"
import { noMigrations, type PluginMigration, type PluginMigrations } from "./migration.ts"
import type { Candidate } from "./resolver.ts"
import type { PluginDefinition } from "./sdk.ts"
import type { Seed } from "./seed.ts"
import type { Translations } from "./translations.ts"

/** A plugin folder and all that could be read of it. */
export interface FoundPlugin extends Candidate {
  readonly definition?: PluginDefinition
  readonly migrations: PluginMigrations
  readonly translations: Translations
  readonly seed?: Seed
}

/**
 * Reads every folder under `root`. Never fails: what is wrong with a plugin stands in its `problems`, and all of it, so
 * that an author mends everything in one go.
 */
export const discoverPlugins = (root: string): Effect.Effect<ReadonlyArray<FoundPlugin>> =>
  Effect.promise(async () => {
    const entries = await readdir(root, { withFileTypes: true }).catch(() => [])
    const folders = entries
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
      .map((entry) => entry.name)
      .sort()
    return Promise.all(folders.map((key) => readPlugin(key, join(root, key))))
  })

const readPlugin = async (key: string, folder: string): Promise<FoundPlugin> => {
  const text = await readFile(join(folder, "module.toml"), "utf8").catch(() => undefined)
  if (text === undefined)
    return broken(key, { code: "MANIFEST_MISSING", detail: "There is no module.toml in it" })
  const parsed = parseManifest(text)
  if (Result.isFailure(parsed)) return broken(key, ...parsed.failure)
  const manifest = parsed.success
  const problems: Array<PluginProblem> = []
  const part = async <A>(read: () => Promise<A>): Promise<A | undefined> => {
    try {
      return await read()
    } catch (cause) {
      problems.push({ code: "ENTRY_INVALID", detail: messageOf(cause) })
      return undefined
    }
  }
  const definition = await part(() => importDefinition(key, join(folder, "plugin.ts")))
  const seed = await part(() => importSeed(folder, manifest))
  const migrations = await part(() => readMigrations(folder, manifest))
  return {
    key,
    manifest,
    problems,
    migrations: { ...noMigrations, expand: migrations ?? [] },
    translations: {},
    ...(definition === undefined ? {} : { definition }),
    ...(seed === undefined ? {} : { seed }),
  }
}

const broken = (key: string, ...problems: ReadonlyArray<PluginProblem>): FoundPlugin => ({
  key,
  problems,
  migrations: noMigrations,
  translations: {},
})

const importDefinition = async (key: string, file: string): Promise<PluginDefinition> => {
  const module: { readonly default?: Partial<PluginDefinition> } = await import(
    pathToFileURL(file).href
  )
  const definition = module.default
  if (definition?.key !== key || !Array.isArray(definition.routes))
    throw new Error(`plugin.ts must export definePlugin({ key: "${key}", … }) as its default`)
  return definition as PluginDefinition
}

const importSeed = async (folder: string, manifest: Manifest): Promise<Seed | undefined> => {
  if (manifest.seed === undefined) return undefined
  const module: { readonly seed?: Seed } = await import(
    pathToFileURL(join(folder, manifest.seed.file)).href
  )
  if (typeof module.seed !== "function")
    throw new Error(`${manifest.seed.file} must export a function named seed`)
  return module.seed
}

const readMigrations = async (
  folder: string,
  manifest: Manifest,
): Promise<ReadonlyArray<PluginMigration>> => {
  if (manifest.migrations === undefined) return []
  const expand = join(folder, manifest.migrations.dir, "expand")
  const files = (await readdir(expand)).filter((file) => file.endsWith(".sql")).sort()
  return Promise.all(
    files.map(async (file) => {
      const [, id, name] = /^(\d{4})-([a-z0-9-]+)\.sql$/.exec(file) ?? []
      if (id === undefined || name === undefined)
        throw new Error(`A migration is named like 0001-init.sql, not ${file}`)
      return { id: Number(id), name, sql: await readFile(join(expand, file), "utf8") }
    }),
  )
}

const messageOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message : String(cause)
