import { useEffect } from "react"
import { useWords } from "#core/ui/i18n.ts"
import { Button } from "./button.tsx"
import "./undo-bar.css"

export const undoMs = 5000

/** Says what was just done and takes it back for {@link undoMs}. Give it a `key` per deed, so that its time begins anew. */
export const UndoBar = ({
  text,
  onUndo,
  onExpire,
}: {
  text: string
  onUndo: () => void
  onExpire: () => void
}) => {
  const words = useWords(dictionary)
  useEffect(() => {
    const timer = setTimeout(onExpire, undoMs)
    return () => clearTimeout(timer)
  }, [onExpire])
  return (
    <div className="undo" role="status">
      <span className="undo__text" dir="auto">
        {text}
      </span>
      <Button kind="primary" large icon="undo" onClick={onUndo}>
        {words.undo}
      </Button>
      <span className="undo__time" style={{ animationDuration: `${undoMs}ms` }} />
    </div>
  )
}

const dictionary = { en: { undo: "Undo" }, fr: { undo: "Annuler" } }
