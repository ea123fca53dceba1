import type { ModifierGroup, ModifierOption } from "#core/kitchen/menu.ts"
import { Icon, type IconName } from "#core/ui/design/icon.tsx"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { useMoney } from "./card-context.tsx"
import { handheldWords } from "./handheld-words.ts"
import { type Chosen, countIn, isFull, toggleOption } from "./option-choice.ts"
import "./option-groups.css"

/** The questions that come with a dish. */
export const OptionGroups = ({
  groups,
  chosen,
  missing,
  onChange,
}: {
  groups: ReadonlyArray<ModifierGroup>
  chosen: Chosen
  /** Must be answered before the dish can be added, and somebody tried. */
  missing: ModifierGroup | undefined
  onChange: (chosen: Chosen) => void
}) => {
  const words = useWords(handheldWords)
  const language = useLanguage()
  return groups.map((group) => {
    const needed = group.min > 0
    const unanswered = countIn(group, chosen) < group.min
    return (
      <fieldset
        key={group.id}
        className={`options${missing?.id === group.id ? " options--missing" : ""}`}
        data-group={group.id}
      >
        <legend className="options__title">
          <span dir="auto">{nameIn(language, group)}</span>
          <span className={`options__rule${needed && unanswered ? " options__rule--needed" : ""}`}>
            {needed && !unanswered && <Icon name="check" size={16} />}
            {needed ? words.required(group.min) : words.upTo(group.max)}
          </span>
        </legend>
        <div className="options__choices">
          {group.options.map((option) => (
            <Option
              key={option.id}
              option={option}
              pressed={chosen.includes(option.id)}
              blocked={group.max > 1 && isFull(group, chosen) && !chosen.includes(option.id)}
              onToggle={() => onChange(toggleOption(group, chosen, option.id))}
            />
          ))}
        </div>
      </fieldset>
    )
  })
}

const Option = ({
  option,
  pressed,
  blocked,
  onToggle,
}: {
  option: ModifierOption
  pressed: boolean
  blocked: boolean
  onToggle: () => void
}) => {
  const language = useLanguage()
  const money = useMoney()
  return (
    <button
      type="button"
      className={`option option--${option.kind}`}
      aria-pressed={pressed}
      disabled={blocked}
      onClick={onToggle}
    >
      <Icon name={pressed ? "check" : icons[option.kind]} size={18} />
      <span className="option__text">
        <span dir="auto">{nameIn(language, option)}</span>
        {option.price !== 0 && (
          <span className="option__price">
            {option.price > 0 ? "+" : ""}
            {money(option.price)}
          </span>
        )}
      </span>
    </button>
  )
}

const icons: Readonly<Record<ModifierOption["kind"], IconName>> = {
  add: "add",
  remove: "remove",
  note: "circle",
  allergen: "alert",
}
