import type { SqlStatement } from "./sql-statements.ts"

/** Tables that these statements make: nobody uses them yet, so whatever is done to them is additive. */
export const tablesMadeIn = (statements: ReadonlyArray<SqlStatement>): ReadonlySet<string> =>
  new Set(
    statements.flatMap(({ tokens }) =>
      tokens[0] === "create" && tokens[1] === "table" ? [nameAfter(tokens, 2).name] : [],
    ),
  )

/**
 * Why a statement does not belong into `migrations/expand`, or undefined. The version before still runs beside the new
 * tables: whatever it reads and writes must stay possible, and no statement may hold a table for long.
 *
 * @param file all statements of the same file, which one may depend on another
 */
export const additiveBreach = (
  { tokens }: SqlStatement,
  file: ReadonlyArray<SqlStatement>,
  made: ReadonlySet<string>,
): string | undefined => {
  const [verb = "", ...rest] = tokens
  if (verb === "comment" || verb === "select") return undefined
  if (verb === "create") return createBreach(rest, made)
  if (verb !== "alter") return `"${verb}" is not additive; ${toContract}`
  if (rest[0] === "type" && /^add value/.test(actionsOf(rest, 1).join(" "))) return undefined
  if (rest[0] !== "table") return `"alter ${rest[0]}" is not additive; ${toContract}`
  const { name, next } = nameAfter(rest, 1)
  if (made.has(name)) return undefined
  for (const action of splitAtCommas(rest.slice(next))) {
    const breach = alterBreach(action, () =>
      hasDefault(file, name, action[action[1] === "column" ? 2 : 1] ?? ""),
    )
    if (breach !== undefined) return breach
  }
  return undefined
}

const toContract = "what takes something away belongs into migrations/contract"

const createBreach = (tokens: ReadonlyArray<string>, made: ReadonlySet<string>) => {
  const words = tokens.filter((token) => token !== "or" && token !== "replace")
  const [kind = ""] = words
  if (kind === "unique" || kind === "index") {
    if (words.includes("concurrently")) return undefined
    const on = words.indexOf("on")
    return made.has(nameAfter(words, on + 1).name)
      ? undefined
      : 'an index of a table in use is made concurrently, in a file with "-- heard:no-transaction"'
  }
  if (kind === "table")
    return / as (select|with|table|values|\( select)\b/.test(words.join(" "))
      ? "a table is made empty; its rows are made per restaurant in migrations/tenant"
      : undefined
  return creatable.has(kind) ? undefined : `"create ${kind}" has no place in a migration`
}

const creatable = new Set([
  "aggregate",
  "collation",
  "constraint",
  "domain",
  "function",
  "operator",
  "sequence",
  "statistics",
  "trigger",
  "type",
  "view",
])

const alterBreach = (
  action: ReadonlyArray<string>,
  defaulted: () => boolean,
): string | undefined => {
  const text = action.join(" ")
  if (/^add (constraint|check|foreign|unique|primary|exclude)\b/.test(text))
    return /\b(not valid|using index)\b/.test(text)
      ? undefined
      : "a constraint is added with not valid, or using index; a later file validates it"
  if (/^add\b/.test(text)) return columnBreach(text)
  if (/^(validate constraint|attach partition|set \(|reset \(|enable|force)/.test(text))
    return undefined
  if (/^alter (column )?\S+ (set default|drop not null|set statistics|set storage)\b/.test(text))
    return undefined
  if (/^alter (column )?\S+ set not null$/.test(text))
    return defaulted()
      ? undefined
      : "set not null needs a default in the same file: the version before leaves the column out"
  return `"${action.slice(0, 4).join(" ")} …" is not additive; ${toContract}`
}

const columnBreach = (text: string): string | undefined => {
  if (/\bnot null\b/.test(text) && !/\bdefault\b/.test(text))
    return "a column that is not null needs a default: the version before leaves it out"
  if (/\b(primary key|unique)\b/.test(text))
    return "a unique column begins as an index that is made concurrently"
  if (/\b(stored|identity|serial|bigserial|smallserial)\b/.test(text))
    return "that column would be computed for every row under a lock; fill it in migrations/tenant"
  // `now()` is the same for all rows, so that PostgreSQL stores it once.
  return /\bdefault (?!now \()\S+ \(/.test(text)
    ? "that default would be computed for every row under a lock; fill it in migrations/tenant"
    : undefined
}

/** Whether the file gives the column a default, so that whoever leaves it out still may. */
const hasDefault = (file: ReadonlyArray<SqlStatement>, table: string, column: string): boolean =>
  file.some(
    ({ tokens }) =>
      tokens[0] === "alter" &&
      tokens[1] === "table" &&
      nameAfter(tokens, 2).name === table &&
      splitAtCommas(tokens.slice(nameAfter(tokens, 2).next)).some((action) => {
        const text = action.filter((token) => token !== "column").join(" ")
        return text.startsWith(`alter ${column} set default `)
      }),
  )

/** `[if not exists] [only] [schema.]name` → the name alone, unquoted, and where the rest begins. */
const nameAfter = (
  tokens: ReadonlyArray<string>,
  from: number,
): { readonly name: string; readonly next: number } => {
  let at = from
  while (["if", "not", "exists", "only", "concurrently"].includes(tokens[at] ?? "")) at += 1
  if (tokens[at + 1] === ".") at += 2
  return { name: (tokens[at] ?? "").replaceAll('"', ""), next: at + 1 }
}

const actionsOf = (tokens: ReadonlyArray<string>, from: number): ReadonlyArray<string> =>
  tokens.slice(nameAfter(tokens, from).next)

const splitAtCommas = (tokens: ReadonlyArray<string>): ReadonlyArray<ReadonlyArray<string>> => {
  const parts: Array<Array<string>> = [[]]
  let depth = 0
  for (const token of tokens) {
    if (token === "(") depth += 1
    if (token === ")") depth -= 1
    if (token === "," && depth === 0) parts.push([])
    else parts.at(-1)?.push(token)
  }
  return parts
}
