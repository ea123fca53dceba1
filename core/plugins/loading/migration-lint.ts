import { additiveBreach, tablesMadeIn } from "./expand-lint.ts"
import { type SqlStatement, sqlStatements } from "./sql-statements.ts"

export type Phase = "expand" | "tenant" | "contract"

/**
 * What a migration file must not do, each with its line. A first look at what statements begin with, so that an author
 * learns it at once; what really keeps plugins and restaurants apart are roles and row level security.
 */
export const migrationBreaches = (
  key: string,
  phase: Phase,
  text: string,
): ReadonlyArray<string> => {
  const statements = sqlStatements(text)
  const outside = noTransaction.test(text)
  const made = tablesMadeIn(statements)
  return statements.flatMap((statement) => {
    const breach =
      foreignName(key, statement) ??
      loosened(statement) ??
      transactionBreach(statement, outside) ??
      (phase === "tenant"
        ? rowsOnly(statement)
        : (rowsElsewhere(statement) ??
          (phase === "expand" ? additiveBreach(statement, statements, made) : undefined)))
    return breach === undefined ? [] : [`line ${statement.line}: ${breach}`]
  })
}

const noTransaction = /^--\s*heard:no-transaction\s*$/m

/** Names of other plugins' and the hub's tables. Reading them would tie a plugin to what may change without notice. */
const foreignName = (key: string, { tokens }: SqlStatement): string | undefined => {
  for (const [at, token] of tokens.entries()) {
    if (tokens[at + 1] !== "." || tokens[at - 1] === ".") continue
    const schema = token.replaceAll('"', "")
    const others = schema.startsWith("plg_") && schema !== `plg_${key}`
    if (others) return `${schema} belongs to another plugin; ask it by a service of its contract`
    if (hubSchemas.has(schema) && !(schema === "core" && tokens[at + 2] === "isolate"))
      return `${schema} belongs to the hub`
  }
  return undefined
}

const hubSchemas = new Set(["core", "log", "floor", "bus", "public"])

/** Whatever would loosen what keeps restaurants and plugins apart, or take the transaction out of the hub's hands. */
const loosened = ({ tokens }: SqlStatement): string | undefined => {
  const text = tokens.join(" ")
  const [verb = "", kind = ""] = tokens
  if (["begin", "start", "commit", "end", "rollback", "savepoint", "set", "reset"].includes(verb))
    return "each file is one transaction of the hub's"
  if (["grant", "revoke"].includes(verb)) return "the hub gives the plugin's role its rights"
  if (["do", "call", "copy", "lock", "listen", "notify", "vacuum", "load"].includes(verb))
    return `"${verb}" has no place in a migration`
  if (["policy", "role", "user", "schema", "extension", "rule", "database"].includes(kind))
    return `"${verb} ${kind}" is the hub's; a table's rule comes by core.isolate('…')`
  if (/\b(disable row level security|no force row level security|owner to|set schema)\b/.test(text))
    return "a table stays the hub's, under forced row level security"
  if (/\bsecurity definer\b/.test(text)) return "a function runs with the rights of its caller"
  if (/^create (or replace )?materialized\b/.test(text))
    return "a materialized view holds all restaurants' rows without a rule"
  return undefined
}

const transactionBreach = ({ tokens }: SqlStatement, outside: boolean): string | undefined => {
  const concurrently = /^(create( unique)?|drop) index concurrently /.test(tokens.join(" "))
  if (concurrently && !outside)
    return 'an index is made concurrently in a file with "-- heard:no-transaction"'
  if (!outside) return undefined
  return concurrently && tokens.includes("exists")
    ? undefined
    : "without a transaction only create index concurrently if not exists, and drop … if exists"
}

/** Of the tables there are no rows to be seen here: row level security shows them for named restaurants only. */
const rowsElsewhere = ({ tokens }: SqlStatement): string | undefined => {
  const [verb = ""] = tokens
  if (verb === "select" || verb === "with")
    return tokens.slice(1, 4).join("") === "core.isolate"
      ? undefined
      : "of selects there is only select core.isolate('…')"
  return ["insert", "update", "delete", "merge", "truncate"].includes(verb)
    ? `"${verb}" changes rows, which is done per restaurant in migrations/tenant`
    : undefined
}

const rowsOnly = ({ tokens }: SqlStatement): string | undefined =>
  ["insert", "update", "delete", "merge", "select", "with"].includes(tokens[0] ?? "")
    ? undefined
    : "migrations/tenant changes rows; tables change in migrations/expand"
