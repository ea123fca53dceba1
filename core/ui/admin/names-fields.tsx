import { TextField } from "#core/ui/design/field.tsx"
import { languages, useLanguage, useWords } from "#core/ui/i18n.ts"

/** The name in each language of the pages; where it is empty, the name itself is shown. */
export const NamesFields = ({
  names,
  prefix = "",
}: {
  names: Readonly<Record<string, string>> | undefined
  /** Of the fields, where a form has several such names. */
  prefix?: string
}) => {
  const words = useWords(dictionary)
  const inWords = new Intl.DisplayNames(useLanguage(), { type: "language" })
  return (
    <div className="row row--end">
      {languages.map((language) => (
        <TextField
          key={language}
          label={words.inLanguage(inWords.of(language) ?? language)}
          name={`${prefix}names.${language}`}
          maxLength={120}
          dir="auto"
          autoComplete="off"
          defaultValue={names?.[language] ?? ""}
        />
      ))}
    </div>
  )
}

const dictionary = {
  en: { inLanguage: (language: string) => `In ${language}` },
  fr: { inLanguage: (language: string) => `En ${language}` },
}
