import { ChoiceField, TextField } from "#core/ui/design/field.tsx"
import { useLanguage, useWords } from "#core/ui/i18n.ts"
import { currencyChoices, languageChoices, zoneChoices } from "#core/ui/setup/guesses.ts"
import type { PartProps } from "./restaurant-draft.ts"
import { restaurantWords } from "./restaurant-words.ts"

export const IdentityPart = ({ draft, onDraft, problemAt, slug }: PartProps & { slug: string }) => {
  const words = useWords(restaurantWords)
  const language = useLanguage()
  return (
    <section className="block" aria-label={words.identity}>
      <h2>{words.identity}</h2>
      <TextField
        label={words.name}
        hint={words.slug(slug)}
        problem={problemAt("name")}
        dir="auto"
        maxLength={120}
        value={draft.name}
        onChange={({ target }) => onDraft({ name: target.value })}
      />
      <div className="row row--end">
        <ChoiceField
          label={words.locale}
          problem={problemAt("locale")}
          choices={languageChoices(language, draft.locale)}
          value={draft.locale}
          onChange={({ target }) => onDraft({ locale: target.value })}
        />
        <ChoiceField
          label={words.currency}
          problem={problemAt("currency")}
          choices={currencyChoices(language, draft.currency)}
          value={draft.currency}
          onChange={({ target }) => onDraft({ currency: target.value })}
        />
        <ChoiceField
          label={words.timezone}
          problem={problemAt("timezone")}
          choices={zoneChoices(draft.timezone)}
          value={draft.timezone}
          onChange={({ target }) => onDraft({ timezone: target.value })}
        />
      </div>
    </section>
  )
}
