import type { MouseEvent } from "react"
import { NamesFields } from "#core/ui/admin/names-fields.tsx"
import { Button } from "#core/ui/design/button.tsx"
import { ChoiceField, TextField } from "#core/ui/design/field.tsx"
import { tellChanged } from "#core/ui/design/unsaved.ts"
import { useLanguage, useWords } from "#core/ui/i18n.ts"
import { typedAmount } from "#core/ui/money.ts"
import { questionWords } from "./question-words.ts"
import type { Answer } from "./use-answers.ts"

/** One answer: what it is called, what it costs, what it is to the cook. */
export const AnswerFields = ({
  answer,
  label,
  currency,
  fresh,
  nameProblem,
  priceProblem,
  onEarlier,
  onLater,
  onTakeOut,
}: {
  answer: Answer
  label: string
  /** ISO 4217. */
  currency: string
  /** Just added. */
  fresh: boolean
  nameProblem: string | undefined
  priceProblem: string | undefined
  /** Undefined: it is the first, the last, or the only one. */
  onEarlier: (() => void) | undefined
  onLater: (() => void) | undefined
  onTakeOut: (() => void) | undefined
}) => {
  const words = useWords(questionWords)
  const language = useLanguage()
  const { id, name = "", names, kind, price = 0 } = answer
  const changes =
    (deed: (() => void) | undefined) =>
    ({ currentTarget }: MouseEvent<HTMLButtonElement>) => {
      tellChanged(currentTarget)
      deed?.()
    }
  const kinds = Object.entries(words.kinds)
  return (
    <fieldset className="field-group menu__answer">
      <legend className="only-read">{label}</legend>
      <div className="row row--apart">
        <span className="quiet" aria-hidden="true">
          {label}
        </span>
        <span className="row">
          <Button
            icon="up"
            disabled={onEarlier === undefined}
            aria-label={words.up(label)}
            onClick={changes(onEarlier)}
          />
          <Button
            icon="down"
            disabled={onLater === undefined}
            aria-label={words.down(label)}
            onClick={changes(onLater)}
          />
          <Button
            icon="close"
            disabled={onTakeOut === undefined}
            aria-label={words.takeOut(label)}
            onClick={changes(onTakeOut)}
          />
        </span>
      </div>
      <div className="row row--end">
        <TextField
          label={words.answerName}
          name={`${id}.name`}
          required
          maxLength={120}
          dir="auto"
          autoComplete="off"
          ref={fresh ? focused : undefined}
          defaultValue={name}
          problem={nameProblem}
        />
        <TextField
          label={words.adds(currency)}
          name={`${id}.price`}
          maxLength={12}
          inputMode="text"
          autoComplete="off"
          defaultValue={price === 0 ? "" : typedAmount(price, currency, language)}
          problem={priceProblem}
        />
        <ChoiceField
          label={words.kind}
          name={`${id}.kind`}
          defaultValue={kind}
          choices={kinds.map(([value, text]) => ({ value, label: text }))}
        />
      </div>
      <details className="fold">
        <summary>{words.inLanguages}</summary>
        <NamesFields names={names} prefix={`${id}.`} />
      </details>
    </fieldset>
  )
}

const focused = (input: HTMLInputElement | null): void => input?.focus()
