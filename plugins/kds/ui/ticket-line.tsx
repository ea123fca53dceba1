import type { TicketLine } from "#core/kitchen/ticket.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Chip } from "#core/ui/design/chip.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { kitchenNameIn, nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { LineDifferences } from "#core/ui/line-differences.tsx"
import { isReady } from "./deed.ts"
import { Modifiers } from "./modifiers.tsx"
import { kitchenWords } from "./words.ts"
import "./ticket-line.css"

/** One dish: the whole row is the button that makes it ready, or not ready again. */
export const Line = ({
  line,
  locked,
  highlighted,
  silent,
  menuName,
  onToggle,
  onAcknowledge,
}: {
  line: TicketLine
  /** Held, or shown to somebody who may not cook: to be read. */
  locked: boolean
  highlighted: boolean
  /** What was changed is said elsewhere. */
  silent: boolean
  /** Whether guests and waiters call it otherwise is said, too. */
  menuName: boolean
  onToggle: () => void
  /** Undefined: whoever looks may not. */
  onAcknowledge: (() => void) | undefined
}) => {
  const words = useWords(kitchenWords)
  const language = useLanguage()
  const name = kitchenNameIn(language, line)
  const voided = line.status === "voided"
  const ready = isReady(line)
  const partly = !ready && line.ready > 0
  return (
    <li
      className="line"
      data-state={voided ? "voided" : ready ? "ready" : "open"}
      data-highlighted={highlighted}
    >
      <button
        type="button"
        className="line__tap"
        aria-pressed={ready}
        disabled={locked || voided}
        onClick={onToggle}
      >
        <span className="line__quantity">{line.quantity > 0 && line.quantity}</span>
        <span className="line__title">
          <span className="line__name" dir="auto">
            {name}
          </span>
          {line.seat !== undefined && <span className="line__seat">{words.seat(line.seat)}</span>}
          {menuName && name !== nameIn(language, line) && (
            <span className="line__menu-name" dir="auto">
              {nameIn(language, line)}
            </span>
          )}
        </span>
        <Mark voided={voided} ready={ready} />
        <span className="line__rest">
          <Modifiers modifiers={line.modifiers} />
          {line.note !== undefined && line.note !== "" && (
            <q className="line__note" dir="auto">
              {line.note}
            </q>
          )}
          {partly && (
            <span className="line__partly">{words.partly(line.ready, line.quantity)}</span>
          )}
        </span>
      </button>
      {line.change?.ack === false && !silent && (
        <div className="line__change">
          {voided ? (
            <strong className="line__not">
              <Icon name="close" size={26} /> {words.doNotMake}
            </strong>
          ) : (
            <Chip tone="accent" icon="alert">
              {words.changed}
            </Chip>
          )}
          {onAcknowledge !== undefined && (
            <Button icon="check" onClick={onAcknowledge}>
              {words.acknowledge}
            </Button>
          )}
          {!voided && (
            <div className="line__differences">
              <LineDifferences
                nameIn={kitchenNameIn}
                differences={line.change.differences}
                quantity={line.quantity}
              />
            </div>
          )}
        </div>
      )}
    </li>
  )
}

/** An empty box says that it can be ticked. */
const Mark = ({ voided, ready }: { voided: boolean; ready: boolean }) => {
  const words = useWords(kitchenWords)
  if (!voided) return <span className="line__mark">{ready && <Icon name="check" size={26} />}</span>
  return (
    <Chip tone="strong" icon="close">
      {words.voided}
    </Chip>
  )
}
