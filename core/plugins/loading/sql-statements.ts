/** One statement of a migration file. */
export interface SqlStatement {
  readonly text: string
  /** Line of the file on which it begins, from 1. */
  readonly line: number
  /**
   * Words in lower case, quoted names with their quotes, signs one by one; comments left out, strings and dollar-quoted
   * bodies as one `'…'`.
   */
  readonly tokens: ReadonlyArray<string>
}

/**
 * Splits a file at its semicolons as PostgreSQL would. For reading what a statement begins to do, not for understanding
 * it; an unfinished string or comment ends with the file.
 */
export const sqlStatements = (file: string): ReadonlyArray<SqlStatement> => {
  const statements: Array<SqlStatement> = []
  let tokens: Array<string> = []
  let start = -1
  // `begin atomic … end` bodies of functions hold semicolons of their own; `case` ends with `end` too.
  let body = 0
  let end = 0
  const close = (): void => {
    if (start >= 0)
      statements.push({
        text: file.slice(start, end).trim(),
        line: file.slice(0, start).split("\n").length,
        tokens,
      })
    tokens = []
    start = -1
    body = 0
  }
  for (let at = 0; at < file.length; ) {
    const { token, next } = read(file, at)
    if (token === ";" && body === 0) {
      end = at
      close()
    } else if (token !== undefined) {
      if (start < 0) start = at
      if (body === 0 ? token === "atomic" && tokens.at(-1) === "begin" : token === "case") body += 1
      else if (body > 0 && token === "end") body -= 1
      tokens.push(token)
    }
    at = next
  }
  end = file.length
  close()
  return statements
}

const space = /\s+/y
const line = /--[^\n]*/y
const word = /[\p{L}_][\p{L}\p{N}_$]*/uy
const number = /\d[\w.]*/y
const quotedName = /"(?:[^"]|"")*(?:"|$)/y
const plainString = /'(?:[^']|'')*(?:'|$)/y
const escapedString = /[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$)/y
const dollarQuote = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy

const read = (
  file: string,
  at: number,
): { readonly token: string | undefined; readonly next: number } => {
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at
    return pattern.exec(file)?.[0]
  }
  const blank = match(space) ?? match(line)
  if (blank !== undefined) return { token: undefined, next: at + blank.length }
  if (file.startsWith("/*", at)) return { token: undefined, next: afterComment(file, at) }
  const string = match(escapedString) ?? match(plainString)
  if (string !== undefined) return { token: "'…'", next: at + string.length }
  const quote = match(dollarQuote)
  if (quote !== undefined) {
    const closing = file.indexOf(quote, at + quote.length)
    return { token: "'…'", next: closing < 0 ? file.length : closing + quote.length }
  }
  const name = match(quotedName) ?? match(number)
  if (name !== undefined) return { token: name, next: at + name.length }
  const text = match(word)
  if (text !== undefined) return { token: text.toLowerCase(), next: at + text.length }
  return { token: file[at], next: at + 1 }
}

/** Comments may stand in comments. */
const afterComment = (file: string, from: number): number => {
  let depth = 0
  for (let at = from; at < file.length; at += 1) {
    const two = file.slice(at, at + 2)
    if (two === "/*") depth += 1
    else if (two === "*/") depth -= 1
    else continue
    at += 1
    if (depth === 0) return at + 1
  }
  return file.length
}
