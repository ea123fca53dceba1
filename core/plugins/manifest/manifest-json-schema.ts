import { type JsonSchema, Schema } from "effect"
import { Manifest } from "./manifest.ts"

/**
 * What editors check a `module.toml` by, made from the Schema that decodes it. Committed as `module.schema.json` beside this
 * file, which a test holds equal, and served by the hub.
 */
export const manifestJsonSchema = (): JsonSchema.JsonSchema => {
  made ??= make()
  return made
}

let made: JsonSchema.JsonSchema | undefined

const make = (): JsonSchema.JsonSchema => {
  const document = Schema.toJsonSchemaDocument(Manifest, { onExcessProperty: "error" })
  const inlined = inline(document.schema, document.definitions) as JsonSchema.JsonSchema
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "module.toml of a plugin",
    ...inlined,
  }
}

/** The editors' checkers know neither newer drafts nor names of definitions; the manifest is small enough to do without. */
const inline = (part: unknown, definitions: Readonly<Record<string, unknown>>): unknown => {
  if (Array.isArray(part)) return part.map((item) => inline(item, definitions))
  if (typeof part !== "object" || part === null) return part
  const reference = (part as { readonly $ref?: unknown }).$ref
  if (typeof reference === "string")
    return inline(definitions[reference.slice(reference.lastIndexOf("/") + 1)], definitions)
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => [name, inline(value, definitions)]),
  )
}
