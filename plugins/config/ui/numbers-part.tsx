import { ChoiceField, TextField } from "#core/ui/design/field.tsx"
import { useWords } from "#core/ui/i18n.ts"
import type { PartProps } from "./restaurant-draft.ts"
import { restaurantWords } from "./restaurant-words.ts"

/** What stands on a ticket, and when it begins again. */
export const NumbersPart = ({ draft, onDraft, problemAt }: PartProps) => {
  const words = useWords(restaurantWords)
  const { numbering, businessDay } = draft
  return (
    <section className="block" aria-label={words.numbers}>
      <h2>{words.numbers}</h2>
      <div className="row row--end">
        <TextField
          label={words.dayStart}
          hint={words.dayStartHint}
          problem={problemAt("businessDay.startsAt")}
          type="time"
          step={900}
          value={businessDay.startsAt}
          onChange={({ target }) => onDraft({ businessDay: { startsAt: target.value } })}
        />
        <TextField
          label={words.prefix}
          hint={words.prefixHint}
          problem={problemAt("numbering.prefix")}
          maxLength={4}
          value={numbering.prefix}
          onChange={({ target }) => onDraft({ numbering: { ...numbering, prefix: target.value } })}
        />
        <TextField
          label={words.start}
          problem={problemAt("numbering.start")}
          type="number"
          inputMode="numeric"
          min={1}
          max={9000}
          value={numbering.start}
          onChange={({ target }) =>
            onDraft({ numbering: { ...numbering, start: Math.trunc(target.valueAsNumber || 0) } })
          }
        />
        <ChoiceField
          label={words.reset}
          problem={problemAt("numbering.reset")}
          choices={(["day", "never"] as const).map((value) => ({
            value,
            label: words.resets[value],
          }))}
          value={numbering.reset}
          onChange={({ target }) =>
            onDraft({
              numbering: { ...numbering, reset: target.value === "never" ? "never" : "day" },
            })
          }
        />
      </div>
    </section>
  )
}
