import type { Manifest } from "./manifest/manifest.ts"

/** Language tag (`en`, `fr`, `pt-BR`) to key to text: the `i18n` folder of a plugin. */
export type Translations = Readonly<Record<string, Readonly<Record<string, string>>>>

/**
 * A plugin's word in a person's language: the tag itself, the language without its region, English, or else the key, so
 * that a missing word is seen and found.
 */
export const words =
  (translations: Translations | undefined) =>
  (key: string, language: string): string =>
    found(translations, key, language) ?? key

/** What a plugin is called, as people read it: its words where it has some, else what its manifest says. */
export interface PluginLabels {
  readonly name: (language: string) => string
  readonly description: (language: string) => string
  /** What people lack while it is off; undefined when it does not say. */
  readonly off: (language: string) => string | undefined
  readonly permission: (code: string, language: string) => string
  /** Of the page at this path; undefined when it has no place in the navigation. */
  readonly nav: (path: string, language: string) => string | undefined
}

export const labelsOf = (
  manifest: Manifest,
  translations: Translations | undefined,
): PluginLabels => {
  const label = (key: string, language: string, otherwise: string): string =>
    found(translations, key, language) ?? otherwise
  return {
    name: (language) => label("name", language, manifest.name),
    description: (language) => label("description", language, manifest.description),
    off: (language) => found(translations, "off", language),
    permission: (code, language) =>
      label(`permission.${code}`, language, manifest.permissions?.[code] ?? code),
    nav: (path, language) => {
      const nav = manifest.ui?.pages?.find((page) => page.path === path)?.nav
      return nav === undefined ? undefined : label(`nav.${path}`, language, nav.label)
    },
  }
}

const found = (
  translations: Translations | undefined,
  key: string,
  language: string,
): string | undefined => {
  for (const tag of fallbacks(language)) {
    const texts = own(translations, tag)
    const text = texts === undefined ? undefined : own(texts, key)
    if (text !== undefined) return text
  }
  return undefined
}

/** `fr-CA` → `fr-CA`, `fr`, `en`. */
const fallbacks = (language: string): ReadonlyArray<string> => [
  language,
  language.split("-", 1)[0] ?? language,
  "en",
]

// The language comes from a request: `constructor` is no language, and `toString` no word.
const own = <A>(record: Readonly<Record<string, A>> | undefined, key: string): A | undefined =>
  record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined
