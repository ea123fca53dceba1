import { UndoBar } from "#core/ui/design/undo-bar.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useClosing } from "./closing.tsx"
import { closingWords } from "./closing-words.ts"

/** That an order was closed just now, and the way back. */
export const ClosedBar = () => {
  const words = useWords(closingWords)
  const { closed, reopen, forget } = useClosing()
  if (closed === undefined) return null
  return (
    <UndoBar
      key={closed.id}
      text={words.done(closed.number, closed.table)}
      forMs={undoMs}
      onUndo={() => reopen(closed)}
      onExpire={forget}
    />
  )
}

const undoMs = 8000
