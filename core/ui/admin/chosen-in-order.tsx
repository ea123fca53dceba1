import { Button } from "#core/ui/design/button.tsx"
import { type Choice, ChoiceField, FieldGroup } from "#core/ui/design/field.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { tellChanged } from "#core/ui/design/unsaved.ts"
import { useWords } from "#core/ui/i18n.ts"
import { moved } from "./list-order.ts"

/** Some of many, in an order that somebody gives them. */
export const ChosenInOrder = ({
  label,
  hint,
  adding,
  chosen,
  choices,
  most,
  onChange,
}: {
  label: string
  hint?: string
  /** Label of what adds one more. */
  adding: string
  chosen: ReadonlyArray<string>
  choices: ReadonlyArray<Choice>
  /** No more than the hub takes. */
  most: number
  onChange: (chosen: ReadonlyArray<string>) => void
}) => {
  const words = useWords(dictionary)
  const nameOf = (value: string) => choices.find((one) => one.value === value)?.label ?? value
  const free = choices.filter(({ value }) => !chosen.includes(value))
  const change = (button: HTMLElement, next: ReadonlyArray<string>) => {
    tellChanged(button)
    onChange(next)
  }
  return (
    <FieldGroup label={label} hint={hint}>
      <ol className="ordered">
        {chosen.map((value, at) => {
          const name = nameOf(value)
          return (
            <li key={value}>
              <span dir="auto">{words.nth(at + 1, name)}</span>
              <Button
                disabled={at === 0}
                aria-label={words.up(name)}
                onClick={({ currentTarget }) => change(currentTarget, moved(chosen, at, -1))}
              >
                <Icon name="up" />
              </Button>
              <Button
                disabled={at === chosen.length - 1}
                aria-label={words.down(name)}
                onClick={({ currentTarget }) => change(currentTarget, moved(chosen, at, 1))}
              >
                <Icon name="down" />
              </Button>
              <Button
                kind="quiet"
                icon="close"
                aria-label={words.takeOut(name)}
                onClick={({ currentTarget }) => change(currentTarget, chosen.toSpliced(at, 1))}
              />
            </li>
          )
        })}
      </ol>
      {free.length > 0 && chosen.length < most && (
        <ChoiceField
          label={adding}
          value=""
          choices={[{ value: "", label: "—" }, ...free]}
          onChange={({ target }) => onChange([...chosen, target.value])}
        />
      )}
    </FieldGroup>
  )
}

const dictionary = {
  en: {
    nth: (n: number, name: string) => `${n}. ${name}`,
    up: (name: string) => `${name} earlier`,
    down: (name: string) => `${name} later`,
    takeOut: (name: string) => `Take ${name} out`,
  },
  fr: {
    nth: (n: number, name: string) => `${n}. ${name}`,
    up: (name: string) => `${name} plus tôt`,
    down: (name: string) => `${name} plus tard`,
    takeOut: (name: string) => `Retirer ${name}`,
  },
}
