import { Schema } from "effect"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import { words } from "#core/plugins/translations.ts"

type Json = Readonly<Record<string, unknown>>

/**
 * The JSON Schema of a plugin's settings by language. A field is called what the plugin's words say: `settings.{field}`
 * is its title, `settings.{field}.hint` its description, keys of nested fields joined by dots; else what its Schema says.
 *
 * @returns undefined when it has no settings
 */
export const settingsSchemaOf = ({
  definition,
  translations,
}: Pick<LoadedPlugin, "definition" | "translations">): ((language: string) => Json) | undefined => {
  if (definition.settings === undefined) return undefined
  const { schema, definitions } = Schema.toJsonSchemaDocument(definition.settings.schema, {
    onExcessProperty: "error",
  })
  const whole: Json =
    Object.keys(definitions).length === 0 ? schema : { ...schema, $defs: definitions }
  const word = words(translations)
  return (language) =>
    inWords(whole, "settings", (key) => {
      const text = word(key, language)
      return text === key ? undefined : text
    })
}

const inWords = (schema: Json, at: string, wordFor: (key: string) => string | undefined): Json => {
  const title = wordFor(at)
  const description = wordFor(`${at}.hint`)
  const { properties } = schema
  return {
    ...schema,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(isRecord(properties) && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([key, part]) => [
          key,
          isRecord(part) ? inWords(part, `${at}.${key}`, wordFor) : part,
        ]),
      ),
    }),
  }
}

const isRecord = (value: unknown): value is Json => typeof value === "object" && value !== null
