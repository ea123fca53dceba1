import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { Result, Schema } from "effect"
import { decodeWith } from "#core/hub/decode.ts"
import type { Translations } from "#core/plugins/translations.ts"

export interface ReadTranslations {
  readonly translations: Translations
  /** Everything that is wrong with the files, each with its name. A wrong file is passed over as a whole. */
  readonly breaches: ReadonlyArray<string>
}

/** Reads `i18n/{language}.json` of a plugin; without the folder there is nothing to say. */
export const readTranslations = async (folder: string): Promise<ReadTranslations> => {
  const translations: Record<string, Readonly<Record<string, string>>> = {}
  const breaches: Array<string> = []
  for (const entry of (await readdir(folder).catch(() => [])).sort()) {
    const [, language] = /^([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.json$/.exec(entry) ?? []
    if (language === undefined) {
      breaches.push(`i18n/${entry}: a language is named like fr.json or pt-BR.json`)
      continue
    }
    const words = wordsIn(await readFile(join(folder, entry), "utf8"))
    if (Result.isSuccess(words)) translations[language] = words.success
    else breaches.push(`i18n/${entry}: ${words.failure}`)
  }
  return { translations, breaches }
}

const wordsIn = (text: string): Result.Result<Readonly<Record<string, string>>, string> => {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    return Result.fail((cause as Error).message)
  }
  return Result.mapError(decode(json), (issues) =>
    issues.map(({ path, message }) => `${path}: ${message}`).join("; "),
  )
}

const decode = decodeWith(Schema.Record(Schema.String, Schema.String))
