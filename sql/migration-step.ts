import { sqlStatements } from "#core/plugins/loading/sql-statements.ts"
import type { PlainConnection } from "./plain-connection.ts"

/** What a step runs as, and where its names belong. */
interface Place {
  readonly role: string
  readonly schema: string | undefined
}

/** Whether a step says `-- heard:no-transaction`: `create index concurrently` cannot run in one. */
export const runsOutside = (sql: string): boolean => /^--\s*heard:no-transaction\s*$/m.test(sql)

/** All of the step with its record, or nothing. */
export const applyInTransaction = async (
  connection: PlainConnection,
  place: Place,
  sql: string,
  record: () => PromiseLike<unknown>,
): Promise<void> => {
  try {
    await connection.unsafe(`begin; ${settings("local", place, "2s")}`).simple()
    await connection.unsafe(sql).simple()
    await connection.unsafe("set local role none")
    await record()
    await connection.unsafe("commit")
  } catch (cause) {
    await connection.unsafe("rollback").catch(() => {})
    throw cause
  }
}

/**
 * One statement after the other, each for itself. It may have been interrupted half way the last time: an index that was
 * left unfinished is dropped first, which is why its statements say `if not exists`.
 */
export const applyOutside = async (
  connection: PlainConnection,
  place: Place,
  sql: string,
  record: () => PromiseLike<unknown>,
): Promise<void> => {
  try {
    // Nobody waits behind an index that is made concurrently, so it may wait longer itself.
    await connection.unsafe(settings("session", place, "30s")).simple()
    for (const { text, tokens } of sqlStatements(sql)) {
      const index = concurrentIndex(tokens)
      if (index !== undefined) await dropUnfinished(connection, index)
      await connection.unsafe(text)
    }
  } finally {
    await connection
      .unsafe("reset role; reset search_path; reset lock_timeout")
      .simple()
      .catch(() => {})
  }
  await record()
}

const settings = (span: "local" | "session", { role, schema }: Place, wait: string): string =>
  `set ${span} role ${role}; set ${span} lock_timeout = '${wait}';${
    schema === undefined ? "" : ` set ${span} search_path = ${schema};`
  }`

interface ConcurrentIndex {
  readonly name: string
  readonly table: string
}

/** `create [unique] index concurrently [if not exists] name on [only] table …` */
const concurrentIndex = (tokens: ReadonlyArray<string>): ConcurrentIndex | undefined => {
  const words = tokens.filter((token) => !["unique", "if", "not", "exists", "only"].includes(token))
  const [create, index, concurrently, name, on, ...rest] = words
  if (create !== "create" || index !== "index" || concurrently !== "concurrently" || on !== "on")
    return undefined
  const [first, dot, second] = rest
  if (name === undefined || first === undefined) return undefined
  return { name, table: dot === "." ? `${first}.${second}` : first }
}

const dropUnfinished = async (
  connection: PlainConnection,
  { name, table }: ConcurrentIndex,
): Promise<void> => {
  const unfinished = await connection.unsafe<Array<{ name: string }>>(
    `select i.indexrelid::regclass::text as name from pg_index i join pg_class c on c.oid = i.indexrelid
      where i.indrelid = to_regclass($1) and not i.indisvalid and quote_ident(c.relname) = $2`,
    [table, name],
  )
  for (const index of unfinished)
    await connection.unsafe(`drop index concurrently if exists ${index.name}`)
}
