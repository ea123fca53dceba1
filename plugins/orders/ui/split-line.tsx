import { Chip } from "#core/ui/design/chip.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { handheldWords } from "./handheld-words.ts"
import { joiningWords } from "./joining-words.ts"
import { ModifierList } from "./modifier-list.tsx"
import type { ShownLine } from "./shown-order.ts"
import { Stepper } from "./stepper.tsx"
import "./split-line.css"

/** A dish, and how much of it goes to another order: a tap takes all or none, the stepper some of several. */
export const SplitLine = ({
  line,
  going,
  onAllOrNone,
  onGoing,
}: {
  line: ShownLine
  going: number
  onAllOrNone: () => void
  onGoing: (units: number) => void
}) => {
  const words = useWords(handheldWords)
  const joining = useWords(joiningWords)
  const language = useLanguage()
  const name = nameIn(language, line)
  const all = going === line.quantity
  const wordy = name.length > fewLetters || line.modifiers.length > 0 || line.note !== undefined
  return (
    <li
      className={`split-line${going > 0 ? " split-line--going" : ""}${wordy ? " split-line--wordy" : ""}`}
    >
      <button
        type="button"
        className="split-line__dish"
        aria-pressed={all ? true : going > 0 ? "mixed" : false}
        onClick={onAllOrNone}
      >
        <Icon name={all ? "check" : going > 0 ? "remove" : "circle"} size={24} />
        <span className="split-line__name" dir="auto">
          {line.quantity} {name}
        </span>
        <ModifierList modifiers={line.modifiers} note={line.note} />
        {line.seat !== undefined && (
          <span>
            <Chip>{words.seatN(line.seat)}</Chip>
          </span>
        )}
        {/* Seen as the sign and in the stepper: a row that grew with a tap would move the next one away. */}
        <span className="only-read">{joining.goes(going, line.quantity)}</span>
      </button>
      {line.quantity > 1 && (
        <Stepper
          value={going}
          min={0}
          max={line.quantity}
          name={name}
          takesOut={false}
          onChange={onGoing}
        />
      )}
    </li>
  )
}

/** A name of three short lines at most. */
const fewLetters = 32
