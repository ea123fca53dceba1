/** What a JSON Schema asks for, as controls of a form. */
export type FormField = {
  readonly title?: string
  readonly description?: string
} & (
  | { readonly kind: "text"; readonly maxLength?: number; readonly format?: string }
  | {
      readonly kind: "number"
      readonly integer: boolean
      readonly min?: number
      readonly max?: number
    }
  | { readonly kind: "yesNo" }
  | { readonly kind: "choice"; readonly choices: ReadonlyArray<string | number> }
  | { readonly kind: "list"; readonly item: FormField; readonly maxItems?: number }
  | { readonly kind: "group"; readonly fields: ReadonlyArray<KeyedField> }
  /** May be left empty: null, or the key left out. */
  | { readonly kind: "maybe"; readonly field: FormField; readonly empty: null | undefined }
  /** Nothing above fits: edited as JSON, and the hub judges it. */
  | { readonly kind: "json" }
)

export interface KeyedField {
  readonly key: string
  readonly field: FormField
}

type Json = Readonly<Record<string, unknown>>

/** @param document a JSON Schema, alone or with its definitions beside it */
export const formOf = (document: unknown): FormField => {
  const root = asRecord(document)
  const definitions = asRecord(root["definitions"] ?? root["$defs"])
  return fieldOf(asRecord(root["schema"] ?? root), definitions, 0)
}

/** A value that a new entry of a list, or a field that was never set, begins with. */
export const blankOf = (field: FormField): unknown => {
  switch (field.kind) {
    case "text":
      return ""
    case "number":
      return field.min ?? 0
    case "yesNo":
      return false
    case "choice":
      return field.choices[0]
    case "list":
      return []
    case "group":
      return Object.fromEntries(field.fields.map(({ key, field }) => [key, blankOf(field)]))
    case "maybe":
      return field.empty
    case "json":
      return null
  }
}

/** `openingHours` and `opening_hours` as a person reads them, for a Schema whose author gave no title. */
export const humanised = (key: string): string => {
  const words = key
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/[_-]+/g, " ")
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** A Schema may refer to itself; a form cannot go on for ever. */
const maxDepth = 8

const fieldOf = (schema: Json, definitions: Json, depth: number): FormField => {
  if (depth > maxDepth) return { kind: "json" }
  const resolved = resolve(schema, definitions)
  const text = {
    ...(typeof resolved["title"] === "string" && { title: resolved["title"] }),
    ...(typeof resolved["description"] === "string" && { description: resolved["description"] }),
  }
  const next = (part: unknown): FormField => fieldOf(asRecord(part), definitions, depth + 1)
  const choices = choicesOf(resolved)
  if (choices !== undefined) return { ...text, kind: "choice", choices }
  const either = asList(resolved["anyOf"] ?? resolved["oneOf"])
  if (either.length > 0) return { ...text, ...ofEither(either, next) }
  switch (resolved["type"]) {
    case "string":
      return { ...text, kind: "text", ...some("maxLength", resolved), ...some("format", resolved) }
    case "integer":
    case "number": {
      const { minimum, maximum } = resolved
      return {
        ...text,
        kind: "number",
        integer: resolved["type"] === "integer",
        ...(isBound(minimum) && { min: minimum }),
        ...(isBound(maximum) && { max: maximum }),
      }
    }
    case "boolean":
      return { ...text, kind: "yesNo" }
    case "array":
      return { ...text, kind: "list", item: next(resolved["items"]), ...some("maxItems", resolved) }
    case "object":
      return { ...text, ...ofObject(resolved, next) }
    default:
      return { ...text, kind: "json" }
  }
}

const ofObject = (schema: Json, next: (part: unknown) => FormField): FormField => {
  const properties = Object.entries(asRecord(schema["properties"]))
  if (properties.length === 0) return { kind: "json" }
  return { kind: "group", fields: properties.map(([key, part]) => ({ key, field: next(part) })) }
}

const ofEither = (parts: ReadonlyArray<unknown>, next: (part: unknown) => FormField): FormField => {
  const isNull = (part: unknown) => asRecord(part)["type"] === "null"
  // A number that may be infinite stands in a Schema as "number or one of these words"; nobody sets it so by hand.
  const isOddNumber = (part: unknown) => asList(asRecord(part)["enum"]).includes("NaN")
  const rest = parts.filter((part) => !isNull(part) && !isOddNumber(part))
  const [only] = rest
  if (rest.length !== 1) return { kind: "json" }
  const field = next(only)
  return parts.some(isNull) ? { kind: "maybe", field, empty: null } : field
}

const choicesOf = (schema: Json): ReadonlyArray<string | number> | undefined => {
  const values =
    schema["const"] === undefined
      ? asList(schema["enum"] ?? unionOfConstants(schema))
      : [schema["const"]]
  return values.length > 0 &&
    values.every((one) => typeof one === "string" || typeof one === "number")
    ? (values as ReadonlyArray<string | number>)
    : undefined
}

const unionOfConstants = (schema: Json): unknown => {
  const parts = asList(schema["anyOf"] ?? schema["oneOf"]).map(asRecord)
  const values = parts.flatMap((part) =>
    part["const"] === undefined ? asList(part["enum"]) : [part["const"]],
  )
  return parts.length > 0 && values.length >= parts.length && parts.every(isConstant) ? values : []
}

const isConstant = (part: Json): boolean =>
  part["const"] !== undefined || (Array.isArray(part["enum"]) && part["type"] !== "null")

/** Follows references and folds what a Schema adds by `allOf`. */
const resolve = (schema: Json, definitions: Json): Json => {
  const reference = schema["$ref"]
  const target =
    typeof reference === "string"
      ? asRecord(definitions[decodeURIComponent(reference.split("/").at(-1) ?? "")])
      : {}
  const parts = asList(schema["allOf"]).map((part) => resolve(asRecord(part), definitions))
  return Object.assign({}, target, ...parts, schema)
}

/** A detail of the Schema that a control understands under the same name. */
const some = <Key extends string>(key: Key, schema: Json): { readonly [K in Key]?: never } =>
  schema[key] === undefined ? {} : (Object.fromEntries([[key, schema[key]]]) as never)

/** A bound that the Schema's author set; the ends of what a computer counts are none. */
const isBound = (value: unknown): value is number =>
  typeof value === "number" && Math.abs(value) < Number.MAX_SAFE_INTEGER

const asRecord = (value: unknown): Json =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {}

const asList = (value: unknown): ReadonlyArray<unknown> => (Array.isArray(value) ? value : [])
