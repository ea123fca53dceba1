import type { TicketView } from "#core/kitchen/ticket.ts"
import { Button } from "#core/ui/design/button.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { nameOf } from "./ticket-card.tsx"
import { kitchenWords } from "./words.ts"
import "./refused-recall.css"

/** Why a ticket did not come back: it has no card on the board that could say so. */
export const RefusedRecall = ({
  ticket,
  reason,
  onDismiss,
}: {
  ticket: TicketView
  reason: string
  onDismiss: () => void
}) => {
  const words = useWords(kitchenWords)
  return (
    <p className="refused-recall" role="alert">
      <span>
        <b dir="auto">{nameOf(ticket, words.table)}</b> {words.notRecalled}{" "}
        <span dir="auto">{reason}</span>
      </span>
      <Button kind="quiet" icon="close" aria-label={words.dismiss} onClick={onDismiss} />
    </p>
  )
}
