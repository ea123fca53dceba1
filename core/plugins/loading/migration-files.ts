import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { Result, SemVer } from "effect"
import { nearMiss } from "#core/plugins/manifest/near-miss.ts"
import type {
  ContractMigration,
  PluginMigrations,
  TenantMigration,
  TenantStep,
} from "#core/plugins/migration.ts"
import { migrationBreaches, type Phase } from "./migration-lint.ts"
import { importModule } from "./plugin-import.ts"

export interface ReadMigrations {
  readonly migrations: PluginMigrations
  /** Everything that is wrong with the files, each with its name. */
  readonly breaches: ReadonlyArray<string>
}

/** Reads and checks `migrations/{expand,tenant,contract}` of a plugin. A phase that is not there has no files. */
export const readMigrations = async (folder: string, key: string): Promise<ReadMigrations> => {
  const breaches: Array<string> = []
  const entries = await readdir(folder).catch(() => undefined)
  if (entries === undefined) breaches.push(`There is no folder ${folder}`)
  for (const entry of entries ?? [])
    if (!phases.some((phase) => phase === entry)) breaches.push(strangeEntry(entry))
  const expand = await filesOf(folder, "expand", breaches)
  const contract = await filesOf(folder, "contract", breaches)
  const tenant = await filesOf(folder, "tenant", breaches)
  for (const file of [...expand, ...contract, ...tenant])
    if (file.ending === "sql")
      for (const breach of migrationBreaches(key, file.phase, file.text))
        breaches.push(`${fileName(file)}, ${breach}`)
  const marked = contract.flatMap((file) => afterVersion(file, breaches))
  const steps: Array<TenantMigration> = []
  // One after the other: what is wrong is told in the order of the files, not in that of their loading.
  for (const file of tenant) steps.push(...(await tenantStep(file, breaches)))
  return { migrations: { expand: expand.map(asSql), contract: marked, tenant: steps }, breaches }
}

const phases = ["expand", "tenant", "contract"] as const

interface MigrationFile {
  readonly phase: Phase
  readonly path: string
  readonly id: number
  readonly name: string
  readonly ending: string
  readonly text: string
}

const fileName = ({ phase, name, ending }: MigrationFile): string => `${phase}/${name}.${ending}`

const asSql = ({ id, name, text }: MigrationFile) => ({ id, name, sql: text })

const filesOf = async (
  folder: string,
  phase: Phase,
  breaches: Array<string>,
): Promise<ReadonlyArray<MigrationFile>> => {
  const files: Array<MigrationFile> = []
  const pattern =
    phase === "tenant" ? /^(\d{4})-[a-z0-9-]+\.(sql|ts|js)$/ : /^(\d{4})-[a-z0-9-]+\.(sql)$/
  for (const entry of (await readdir(join(folder, phase)).catch(() => [])).sort()) {
    const [, number, ending] = pattern.exec(entry) ?? []
    if (number === undefined || ending === undefined) {
      breaches.push(`${phase}/${entry}: a migration is named like 0001-init.sql`)
      continue
    }
    const id = Number(number)
    const twin = files.find((file) => file.id === id)
    if (twin !== undefined)
      breaches.push(`${phase}/${entry}: ${fileName(twin)} has the same number`)
    const path = join(folder, phase, entry)
    const name = entry.slice(0, -ending.length - 1)
    files.push({ phase, path, id, name, ending, text: await readFile(path, "utf8") })
  }
  return files
}

const strangeEntry = (entry: string): string => {
  const meant = nearMiss(entry, phases)
  return meant === undefined
    ? `${entry}: there are ${phases.join(", ")}`
    : `${entry}: did you mean "${meant}"?`
}

const header = /^--\s*heard:after-version\s+(\S+)\s*$/m

const afterVersion = (
  file: MigrationFile,
  breaches: Array<string>,
): ReadonlyArray<ContractMigration> => {
  const [, version = ""] = header.exec(file.text) ?? []
  if (Result.isSuccess(SemVer.parse(version))) return [{ ...asSql(file), afterVersion: version }]
  breaches.push(`${fileName(file)}: it begins with a line such as "-- heard:after-version 2.0.0"`)
  return []
}

const tenantStep = async (
  file: MigrationFile,
  breaches: Array<string>,
): Promise<ReadonlyArray<TenantMigration>> => {
  const { id, name, text } = file
  if (file.ending === "sql") return [{ id, name, text }]
  try {
    const { up } = await importModule(file.path)
    // What it returns is looked at when it runs; a batch that is none fails the migration.
    if (typeof up === "function") return [{ id, name, text, up: up as TenantStep }]
    breaches.push(`${fileName(file)}: it must export a function named up`)
  } catch (cause) {
    breaches.push(`${fileName(file)}: ${cause instanceof Error ? cause.message : String(cause)}`)
  }
  return []
}
