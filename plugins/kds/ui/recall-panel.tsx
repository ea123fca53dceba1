import { Fragment } from "react"
import type { TicketView } from "#core/kitchen/ticket.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useNow } from "#core/ui/hub/use-now.ts"
import { kitchenNameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { span } from "#core/ui/span.ts"
import { type KeyMap, placeLabel } from "./keys/key-map.ts"
import { nameOf } from "./ticket-card.tsx"
import { kitchenWords } from "./words.ts"
import "./recall-panel.css"

/** The last bumped tickets, newest first: one tap brings one back. */
export const RecallPanel = ({
  tickets,
  keys,
  onRecall,
  onClose,
}: {
  tickets: ReadonlyArray<TicketView>
  keys: KeyMap
  /** Undefined: whoever looks may not. */
  onRecall: ((ticket: TicketView) => void) | undefined
  onClose: () => void
}) => {
  const words = useWords(kitchenWords)
  const language = useLanguage()
  const now = useNow()
  return (
    <Sheet title={words.recall} onClose={onClose}>
      {tickets.length === 0 && <p>{words.recallNone}</p>}
      <ul className="recall">
        {tickets.map((ticket, at) => (
          <li key={ticket.ticketId}>
            <div>
              <h3>
                <PlaceKey label={placeLabel(keys, at)} />
                <span dir="auto">{nameOf(ticket, words.table)}</span>
                {ticket.bumpedAt !== undefined && (
                  <span className="recall__ago">
                    {words.ago(span(now - Date.parse(ticket.bumpedAt)))}
                  </span>
                )}
              </h3>
              <p>
                {ticket.lines.map((line, at) => (
                  <Fragment key={line.lineId}>
                    {at > 0 && " · "}
                    {line.quantity}&nbsp;<span dir="auto">{kitchenNameIn(language, line)}</span>
                  </Fragment>
                ))}
              </p>
            </div>
            {onRecall !== undefined && (
              <Button
                large
                icon="undo"
                data-first={at === 0 || undefined}
                data-place={at}
                onClick={() => onRecall(ticket)}
              >
                {words.recall}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Sheet>
  )
}

/** The key that presses it, as on the board. */
const PlaceKey = ({ label }: { label: string | undefined }) =>
  label === undefined ? null : <kbd className="recall__key">{label}</kbd>
