/** `i18n/{language}.json` of a plugin, by language: `name`, `description`, `permission.{code}`, `nav.{path}` and its own keys. */
export type Translations = Readonly<Record<string, Readonly<Record<string, string>>>>
