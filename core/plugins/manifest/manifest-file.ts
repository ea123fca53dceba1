import { Result } from "effect"
import { Toml } from "effect/encoding"
import { decodeWith, type InputIssue } from "#core/hub/decode.ts"
import { Manifest, type PluginProblem } from "./manifest.ts"
import { manifestJsonSchema } from "./manifest-json-schema.ts"
import { nearMiss } from "./near-miss.ts"
import { withoutShortForms } from "./short-forms.ts"

export interface ReadManifest {
  readonly manifest: Manifest
  /** What was read as if it stood there in its long form, and what was passed over. */
  readonly warnings: ReadonlyArray<string>
}

/** Text of a `module.toml` to a manifest, or everything that is wrong with it. */
export const parseManifest = (
  text: string,
): Result.Result<ReadManifest, ReadonlyArray<PluginProblem>> => {
  const toml = Toml.parse(text)
  if (Result.isFailure(toml))
    return Result.fail([{ code: "MANIFEST_UNREADABLE", detail: toml.failure.message }])
  const { table, warnings } = withoutShortForms(toml.success)
  return decode(table).pipe(
    Result.map((manifest) => ({ manifest, warnings })),
    Result.mapError((issues) =>
      issues.map((issue) => ({ code: "MANIFEST_INVALID" as const, detail: sentenceOf(issue) })),
    ),
  )
}

const decode = decodeWith(Manifest)

const sentenceOf = ({ path, message }: InputIssue): string => {
  if (path === "") return message
  if (message !== "Unknown field") return `${path}: ${message}`
  const names = path.split(".")
  const known = fieldsAt(names.slice(0, -1))
  const meant = nearMiss(names.at(-1) ?? "", known)
  return meant === undefined
    ? `${path}: Unknown field; there are ${known.join(", ")}`
    : `${path}: Unknown field; did you mean "${meant}"?`
}

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, ObjectSchema>>
  readonly items?: ObjectSchema
}

/** Fields that the Schema knows at a path of names and indexes. */
const fieldsAt = (path: ReadonlyArray<string>): ReadonlyArray<string> => {
  const at = path.reduce<ObjectSchema | undefined>(
    (schema, name) => (/^\d+$/.test(name) ? schema?.items : schema?.properties?.[name]),
    manifestJsonSchema(),
  )
  return Object.keys(at?.properties ?? {})
}
