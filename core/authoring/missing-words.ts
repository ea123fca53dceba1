import type { Manifest } from "#core/plugins/manifest/manifest.ts"
import type { Translations } from "#core/plugins/translations.ts"

/** Languages that every plugin of the repository speaks, as the hub's own pages do. */
export const languages = ["en", "fr"] as const

/** Words that a plugin needs and some language lacks, each with its file. A word of one language is needed in all. */
export const missingWords = (
  manifest: Manifest,
  translations: Translations,
): ReadonlyArray<string> => {
  const spoken = new Set([...languages, ...Object.keys(translations)])
  const needed = new Set([
    "name",
    "description",
    ...Object.keys(manifest.permissions ?? {}).map((code) => `permission.${code}`),
    ...(manifest.ui?.pages ?? []).flatMap(({ path, nav }) =>
      nav === undefined ? [] : [`nav.${path}`],
    ),
    ...Object.values(translations).flatMap((words) => Object.keys(words)),
  ])
  return [...spoken].flatMap((language) =>
    [...needed].flatMap((word) =>
      (translations[language]?.[word] ?? "").trim() === ""
        ? [`i18n/${language}.json: "${word}" is missing`]
        : [],
    ),
  )
}
