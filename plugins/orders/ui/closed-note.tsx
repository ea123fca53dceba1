import { Button } from "#core/ui/design/button.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useClosing } from "./closing.tsx"
import { closingWords } from "./closing-words.ts"
import { handheldWords } from "./handheld-words.ts"
import type { ShownOrder } from "./shown-order.ts"
import "./closed-orders.css"

/** What is looked at is over, and the way back. */
export const ClosedNote = ({ order }: { order: ShownOrder }) => {
  const words = useWords(handheldWords)
  const closing = useWords(closingWords)
  const { reopen } = useClosing()
  return (
    <div className="closed-note">
      <span role="status">
        <Icon name="check" /> {closing.isClosed}
      </span>
      <Button large icon="undo" onClick={() => reopen(order)}>
        {words.reopen}
      </Button>
    </div>
  )
}
