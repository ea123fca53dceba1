import { Effect } from "effect"
import { sqlStatements } from "#core/plugins/loading/sql-statements.ts"
import type { PluginMigration, TriedMigration } from "#core/plugins/migration.ts"
import { MigrationFailed } from "#core/plugins/plugin-database.ts"
import { runsOutside } from "./migration-step.ts"
import type { PlainConnection } from "./plain-connection.ts"
import { ownerRole } from "./roles.ts"

/** Longest that the trial may hold what it locks, in milliseconds: a service may be running. */
const withinMs = 5_000

/**
 * Runs the steps one after the other in one transaction, looks at what each did to the tables that were there before, and
 * rolls everything back.
 *
 * @param schema the plugin's, made for the trial when it is not there
 */
export const tryMigrations = (
  connection: PlainConnection,
  plugin: string,
  schema: string,
  steps: ReadonlyArray<PluginMigration>,
): Effect.Effect<ReadonlyArray<TriedMigration>, MigrationFailed> =>
  Effect.tryPromise({
    try: async () => {
      const tried: Array<TriedMigration> = []
      try {
        await connection
          .unsafe(
            `begin; set local role ${ownerRole}; set local lock_timeout = '2s';
             create schema if not exists ${schema}; set local search_path = ${schema}`,
          )
          .simple()
        const began = performance.now()
        const there = await tablesIn(connection, schema)
        for (const step of steps)
          tried.push(await trial(connection, plugin, { schema, there, began }, step))
        return tried
      } finally {
        await connection.unsafe("rollback").catch(() => {})
      }
    },
    catch: (cause) =>
      cause instanceof MigrationFailed
        ? cause
        : new MigrationFailed({ plugin, detail: (cause as Error).message }),
  })

/** What a transaction does to one table. */
interface TableState {
  /** Changes when the table is written anew. */
  readonly file: number
  /** This transaction keeps others from writing, or from reading too. */
  readonly locked: boolean
}

interface Trial {
  readonly schema: string
  readonly there: ReadonlyMap<string, TableState>
  readonly began: number
}

const trial = async (
  connection: PlainConnection,
  plugin: string,
  { schema, there, began }: Trial,
  step: PluginMigration,
): Promise<TriedMigration> => {
  const before = await tablesIn(connection, schema)
  const started = performance.now()
  const statements = sqlStatements(step.sql)
  for (const { text, line } of statements) {
    const left = Math.ceil(withinMs - (performance.now() - began))
    try {
      if (left <= 0) throw new Error(tooLong)
      await connection.unsafe(`set local statement_timeout = ${left}`)
      await connection.unsafe(insideTransaction(text))
    } catch (cause) {
      const { code, message } = cause as Error & { readonly code?: string }
      throw new MigrationFailed({
        plugin,
        migration: step.name,
        detail: `${step.name}, line ${line}: ${code === "57014" ? tooLong : message}`,
      })
    }
  }
  const tookMs = Math.round(performance.now() - started)
  const after = await tablesIn(connection, schema)
  const altered = new Set(statements.map(({ tokens }) => alteredTable(tokens)))
  const outside = runsOutside(step.sql)
  const names = [...there.keys()]
  return {
    name: step.name,
    tookMs,
    // A lock stays until the end of the trial: the second step that alters a table shows no new one.
    locks: outside
      ? []
      : names.filter(
          (name) =>
            after.get(name)?.locked === true &&
            (before.get(name)?.locked !== true || altered.has(name.slice(name.indexOf(".") + 1))),
        ),
    rewrites: names.filter(
      (name) => after.has(name) && after.get(name)?.file !== before.get(name)?.file,
    ),
  }
}

const tooLong = `It takes over ${withinMs / 1_000} s; run it while no service depends on these tables`

/** For real it is made beside the service; what would go wrong with it shows here all the same. */
const insideTransaction = (statement: string): string =>
  statement.replace(/^((?:create\s+(?:unique\s+)?|drop\s+)index\s+)concurrently\b/i, "$1")

const alteredTable = (tokens: ReadonlyArray<string>): string | undefined => {
  const [verb, kind, ...rest] = tokens.filter((token) => !["if", "exists", "only"].includes(token))
  if (kind !== "table" || (verb !== "alter" && verb !== "drop")) return undefined
  return rest[1] === "." ? rest[2] : rest[0]
}

const tablesIn = async (
  connection: PlainConnection,
  schema: string,
): Promise<ReadonlyMap<string, TableState>> => {
  const rows = await connection.unsafe<Array<{ name: string; file: number; locked: boolean }>>(
    `select format('%I.%I', n.nspname, c.relname) as name, pg_relation_filenode(c.oid)::bigint as file,
            exists (select from pg_locks l where l.pid = pg_backend_pid() and l.locktype = 'relation'
              and l.relation = c.oid and l.granted and l.mode in
              ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')) as locked
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = $1 and c.relkind in ('r', 'p', 'm') order by 1`,
    [schema],
  )
  return new Map(rows.map(({ name, file, locked }) => [name, { file, locked }]))
}
