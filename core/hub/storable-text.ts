import { type InputIssue, maxIssues } from "./decode.ts"

/**
 * Text that no database stores: with a NUL in it, or with half of a character (a surrogate without its other one). JSON can
 * say both, by an escape only.
 */
const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes("\0")

const message = "Expected text without NUL and without half characters"

/** Whether JSON may hold such text: nearly none does, and its values need no look then. */
export const mayHoldUnstorable = (json: string): boolean =>
  json.includes("\\u") && /\\u(?:0000|d[89a-f])/i.test(json)

/** Every text in a value, names of fields included, that cannot be stored. */
export const unstorableTexts = (value: unknown): ReadonlyArray<InputIssue> => {
  const issues: Array<InputIssue> = []
  collect(value, "", issues)
  return issues
}

const collect = (value: unknown, path: string, issues: Array<InputIssue>): void => {
  if (issues.length >= maxIssues) return
  if (typeof value === "string") {
    if (!isStorable(value)) issues.push({ path, message })
  } else if (typeof value === "object" && value !== null)
    for (const [key, inner] of Object.entries(value)) {
      const at = path === "" ? key : `${path}.${key}`
      if (isStorable(key)) collect(inner, at, issues)
      else issues.push({ path: at, message })
    }
}
