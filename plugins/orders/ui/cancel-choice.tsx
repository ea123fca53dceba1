import { Button } from "#core/ui/design/button.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { handheldWords } from "./handheld-words.ts"

/** Asks once more. *Keep it* comes last: it lies where the thumb is that asked to cancel. */
export const CancelChoice = ({
  onCancel,
  onKeep,
  onClose,
}: {
  onCancel: () => void
  onKeep: () => void
  onClose: () => void
}) => {
  const words = useWords(handheldWords)
  return (
    <Sheet title={words.cancelSure} onClose={onClose}>
      <div className="deeds">
        <p>{words.cancelHint}</p>
        <Button kind="danger" large wide icon="close" onClick={onCancel}>
          {words.cancel}
        </Button>
        <Button large wide icon="undo" data-first onClick={onKeep}>
          {words.keep}
        </Button>
      </div>
    </Sheet>
  )
}
