import { JsonSchema, Schema } from "effect"

/** JSON Schemas of a document's parts, their named ones shared under `#/components/schemas`. */
export interface JsonSchemas {
  /** The schema as it goes over the wire; a `$ref` where it has an identifier. */
  readonly of: (schema: Schema.Codec<unknown, unknown>) => JsonSchema.JsonSchema
  /** Everything that was referred to so far, by name. */
  readonly components: Readonly<Record<string, JsonSchema.JsonSchema>>
}

/** One collection per document; the same Schemas that decode the messages. */
export const jsonSchemas = (): JsonSchemas => {
  const components: Record<string, JsonSchema.JsonSchema> = {}
  return {
    components,
    of: (schema) => {
      const document = Schema.toJsonSchemaDocument(schema, { onExcessProperty: "error" })
      const { schemas, definitions } = JsonSchema.toMultiDocumentOpenApi3_1({
        dialect: "draft-2020-12",
        schemas: [document.schema],
        definitions: document.definitions,
      })
      const names = new Map<string, string>()
      for (const [name, definition] of Object.entries(definitions))
        names.set(name, freeName(components, name, definition))
      const rename = (part: JsonSchema.JsonSchema): JsonSchema.JsonSchema =>
        JSON.parse(JSON.stringify(part), (key, value) =>
          key === "$ref" && typeof value === "string" && value.startsWith(prefix)
            ? prefix + (names.get(value.slice(prefix.length)) ?? value.slice(prefix.length))
            : value,
        )
      for (const [name, definition] of Object.entries(definitions))
        components[names.get(name) ?? name] = rename(definition)
      return rename(schemas[0])
    },
  }
}

const prefix = "#/components/schemas/"

/** Two plugins may call different things by one name: the second one gets a number. */
const freeName = (
  taken: Readonly<Record<string, JsonSchema.JsonSchema>>,
  name: string,
  definition: JsonSchema.JsonSchema,
): string => {
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? name : `${name}${n}`
    const existing = taken[candidate]
    if (existing === undefined || JSON.stringify(existing) === JSON.stringify(definition))
      return candidate
  }
}
