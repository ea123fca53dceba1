// First of all imports: the compiler serves only schemas that are first used after it was installed.
import "effect/schema/SchemaJITCompiler/enable"
import { Result, Schema, SchemaIssue } from "effect"

/** One thing that is wrong with an input, as `meta.issues` shows it. */
export interface InputIssue {
  /** Keys and indexes joined by dots (`lines.0.quantity`); empty for the input as a whole. */
  readonly path: string
  /** One plain English sentence part: `Missing key`, `Expected a value between 1 and 999`. */
  readonly message: string
}

/** How many issues an answer names: enough to correct a form, not enough to amplify hostile input. */
export const maxIssues = 50

/**
 * A decoder for what comes from outside: names every problem at once and refuses fields that the schema does not know.
 *
 * Make it once per schema, at module level: compiling costs a thousand times more than decoding.
 */
export const decodeWith = <S extends Schema.ConstraintDecoder<unknown>>(
  schema: S,
): ((input: unknown) => Result.Result<S["Type"], ReadonlyArray<InputIssue>>) => {
  const decode = Schema.decodeUnknownResult(schema, { errors: "all", onExcessProperty: "error" })
  return (input) => Result.mapError(decode(input), (error) => issuesOf(error.issue))
}

const standard = SchemaIssue.makeFormatterStandardSchemaV1({
  leafHook: (leaf) =>
    leaf._tag === "UnexpectedKey" ? "Unknown field" : SchemaIssue.defaultLeafHook(leaf),
})

/** The problems of a failed decoding, at most {@link maxIssues} of them. */
export const issuesOf = (issue: SchemaIssue.Issue): ReadonlyArray<InputIssue> =>
  standard(issue)
    .issues.slice(0, maxIssues)
    .map(({ path = [], message }) => ({
      path: path.map((key) => String(typeof key === "object" ? key.key : key)).join("."),
      message,
    }))
