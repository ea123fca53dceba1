import { Button } from "#core/ui/design/button.tsx"
import { TextField, TickField } from "#core/ui/design/field.tsx"
import { useWords } from "#core/ui/i18n.ts"
import type { PartProps } from "./restaurant-draft.ts"
import { restaurantWords } from "./restaurant-words.ts"

/** Typed as percent, kept as hundredths of one. */
export const TaxesPart = ({ draft: { taxes }, onDraft, problemAt }: PartProps) => {
  const words = useWords(restaurantWords)
  const change = (at: number, part: Partial<(typeof taxes)[number]>) =>
    onDraft({ taxes: taxes.map((tax, n) => (n === at ? { ...tax, ...part } : tax)) })
  return (
    <section className="block" aria-label={words.taxes}>
      <h2>{words.taxes}</h2>
      {problemAt("taxes") !== undefined && <p className="field__problem">{problemAt("taxes")}</p>}
      <ul className="stack">
        {taxes.map((tax, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a tax has no identity but its place
          <li key={n} className="row row--end">
            <TextField
              label={words.taxName}
              dir="auto"
              problem={problemAt(`taxes.${n}.name`)}
              value={tax.name}
              onChange={({ target }) => change(n, { name: target.value })}
            />
            <TextField
              label={words.taxRate}
              type="number"
              inputMode="decimal"
              step={0.01}
              min={0}
              max={100}
              problem={problemAt(`taxes.${n}.rate`)}
              value={tax.rate / 100}
              onChange={({ target }) =>
                change(n, { rate: Math.round((target.valueAsNumber || 0) * 100) })
              }
            />
            <TickField
              label={words.taxIncluded}
              checked={tax.included}
              onChange={({ target }) => change(n, { included: target.checked })}
            />
            <Button
              kind="quiet"
              icon="close"
              aria-label={words.removeTax(tax.name)}
              onClick={() => onDraft({ taxes: taxes.filter((_, other) => other !== n) })}
            />
          </li>
        ))}
      </ul>
      <Button
        icon="add"
        className="restaurant__add"
        onClick={() => onDraft({ taxes: [...taxes, { name: "", rate: 0, included: true }] })}
      >
        {words.addTax}
      </Button>
    </section>
  )
}
