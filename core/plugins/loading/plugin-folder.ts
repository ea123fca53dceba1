import { access, readFile } from "node:fs/promises"
import { join } from "node:path"
import { Result } from "effect"
import type { Manifest, PluginProblem } from "#core/plugins/manifest/manifest.ts"
import { parseManifest } from "#core/plugins/manifest/manifest-file.ts"
import { noMigrations } from "#core/plugins/migration.ts"
import { definePlugin, type PluginDefinition } from "#core/plugins/sdk.ts"
import type { Seed } from "#core/plugins/seed.ts"
import type { FoundPlugin } from "./discovery.ts"
import { readMigrations } from "./migration-files.ts"
import { lendHubTo } from "./package-imports.ts"
import { importModule } from "./plugin-import.ts"
import type { PluginPlace } from "./plugin-sources.ts"
import { readTranslations } from "./translation-files.ts"

/** The manifest of a place, or what is wrong with it. Runs nothing of the plugin. */
export const readManifest = async ({
  name,
  folder,
  isPackage,
}: PluginPlace): Promise<FoundPlugin> => {
  if (folder === undefined)
    return broken(name, {
      code: "PACKAGE_MISSING",
      detail: "config.toml lists this package, but it is not installed",
    })
  const text = await readFile(join(folder, "module.toml"), "utf8").catch(() => undefined)
  if (text === undefined)
    return broken(name, { code: "MANIFEST_MISSING", detail: "There is no module.toml in it" })
  const parsed = parseManifest(text)
  if (Result.isFailure(parsed)) return broken(name, ...parsed.failure)
  const { manifest, warnings } = parsed.success
  return {
    ...broken(isPackage ? manifest.key : name),
    manifest,
    problems: warnings.map((detail) => ({ code: "SHORT_FORM", detail })),
  }
}

/** The same with everything else that the folder holds: its code is loaded. */
export const readRest = async (
  plugin: FoundPlugin & { readonly manifest: Manifest },
  { folder = "", isPackage }: PluginPlace,
): Promise<FoundPlugin> => {
  const { key, manifest } = plugin
  const problems: Array<PluginProblem> = [...plugin.problems]
  const part = async <A>(read: () => Promise<A>): Promise<A | undefined> => {
    try {
      return await read()
    } catch (cause) {
      problems.push({ code: "ENTRY_INVALID", detail: messageOf(cause) })
      return undefined
    }
  }
  if (isPackage) lendHubTo(folder)
  const definition = await part(() => importDefinition(key, folder))
  const seed = await part(() => importSeed(folder, manifest))
  const migrations =
    manifest.migrations === undefined
      ? undefined
      : await readMigrations(join(folder, manifest.migrations.dir), key)
  for (const detail of migrations?.breaches ?? [])
    problems.push({ code: "MIGRATION_REFUSED", detail })
  const { translations, breaches } = await readTranslations(join(folder, "i18n"))
  for (const detail of breaches) problems.push({ code: "TRANSLATION_INVALID", detail })
  return {
    ...plugin,
    problems,
    migrations: migrations?.migrations ?? noMigrations,
    translations,
    ...(definition === undefined ? {} : { definition }),
    ...(seed === undefined ? {} : { seed }),
  }
}

/** A place of which nothing is known but what is wrong with it. */
export const broken = (key: string, ...problems: ReadonlyArray<PluginProblem>): FoundPlugin => ({
  key,
  problems,
  migrations: noMigrations,
  translations: {},
})

const importDefinition = async (key: string, folder: string): Promise<PluginDefinition> => {
  const name = (await isThere(join(folder, "plugin.js"))) ? "plugin.js" : "plugin.ts"
  const module = await importModule(join(folder, name))
  const definition = module["default"] as Partial<PluginDefinition> | undefined
  if (definition?.key !== key)
    throw new Error(`${name} must export definePlugin({ key: "${key}", … }) as its default`)
  const whole = definePlugin(definition as Parameters<typeof definePlugin>[0])
  for (const list of lists)
    if (!Array.isArray(whole[list])) throw new Error(`${list} of ${name} must be a list`)
  return whole
}

const lists = ["needs", "provides", "routes", "commands", "views", "subscriptions", "jobs"] as const

const importSeed = async (folder: string, manifest: Manifest): Promise<Seed | undefined> => {
  if (manifest.seed === undefined) return undefined
  const { seed } = await importModule(join(folder, manifest.seed.file))
  if (typeof seed !== "function")
    throw new Error(`${manifest.seed.file} must export a function named seed`)
  return seed as Seed
}

const isThere = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  )

const messageOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message : String(cause)
