import { useEffect } from "react"
import { useWords } from "#core/ui/i18n.ts"
import { Button } from "./button.tsx"
import "./undo-bar.css"

/** Says what was just done and takes it back for `forMs`. Give it a `key` per deed, so that its time begins anew. */
export const UndoBar = ({
  text,
  forMs,
  onUndo,
  onExpire,
}: {
  text: string
  /** Milliseconds. */
  forMs: number
  onUndo: () => void
  onExpire: () => void
}) => {
  const words = useWords(dictionary)
  useEffect(() => {
    const timer = setTimeout(onExpire, forMs)
    return () => clearTimeout(timer)
  }, [onExpire, forMs])
  return (
    <div className="undo" role="status">
      <span className="undo__text" dir="auto">
        {text}
      </span>
      <Button kind="primary" large icon="undo" onClick={onUndo}>
        {words.undo}
      </Button>
      <span className="undo__time" style={{ animationDuration: `${forMs}ms` }} />
    </div>
  )
}

const dictionary = { en: { undo: "Undo" }, fr: { undo: "Annuler" } }
