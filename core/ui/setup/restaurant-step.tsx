import { useState } from "react"
import { ChoiceField, TextField } from "#core/ui/design/field.tsx"
import { useLanguage, useWords } from "#core/ui/i18n.ts"
import { currencyChoices, languageChoices, slugOf, zoneChoices } from "./guesses.ts"
import type { StepProps } from "./setup-form.tsx"
import { setupWords } from "./setup-words.ts"

/** One name to type; the rest is guessed and only looked over. */
export const RestaurantStep = ({ draft, onDraft, problemAt }: StepProps) => {
  const words = useWords(setupWords)
  const language = useLanguage()
  // Once typed by hand, the short name no longer follows the name.
  const [own, setOwn] = useState(draft.slug !== "" && draft.slug !== slugOf(draft.name))
  return (
    <>
      <TextField
        label={words.name}
        hint={words.nameHint}
        problem={problemAt("tenant.name")}
        required
        maxLength={120}
        autoComplete="organization"
        value={draft.name}
        onChange={({ target }) =>
          onDraft({ name: target.value, ...(!own && { slug: slugOf(target.value) }) })
        }
      />
      <TextField
        label={words.slug}
        hint={words.slugHint}
        problem={problemAt("tenant.slug")}
        required
        maxLength={63}
        pattern="[a-z0-9][a-z0-9\-]*"
        title={words.slugProblem}
        autoCapitalize="none"
        autoComplete="off"
        spellCheck={false}
        value={draft.slug}
        onChange={({ target }) => {
          setOwn(target.value !== "")
          onDraft({ slug: target.value.toLowerCase() })
        }}
      />
      <details className="setup__more" open={problemAt("tenant.timezone") !== undefined}>
        <summary>
          <span>{words.place}</span>
          <small>{[draft.currency, draft.locale, draft.timezone].join(" · ")}</small>
        </summary>
        <ChoiceField
          label={words.currency}
          problem={problemAt("tenant.currency")}
          choices={currencyChoices(language, draft.currency)}
          value={draft.currency}
          onChange={({ target }) => onDraft({ currency: target.value })}
        />
        <ChoiceField
          label={words.locale}
          problem={problemAt("tenant.locale")}
          choices={languageChoices(language, draft.locale)}
          value={draft.locale}
          onChange={({ target }) => onDraft({ locale: target.value })}
        />
        <ChoiceField
          label={words.timezone}
          problem={problemAt("tenant.timezone")}
          choices={zoneChoices(draft.timezone)}
          value={draft.timezone}
          onChange={({ target }) => onDraft({ timezone: target.value })}
        />
      </details>
    </>
  )
}
