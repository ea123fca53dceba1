import { type ReactNode, useLayoutEffect, useRef } from "react"
import { useWords } from "#core/ui/i18n.ts"
import { Button } from "./button.tsx"
import { ClosingQuestion, useClosing } from "./closing.tsx"
import "./sheet.css"

/**
 * A dialog: in the middle of a tablet, rising from the bottom edge of a phone. The browser keeps the focus inside and
 * gives it back; Escape, the cross and a touch beside it close it, and ask first when a form in it was changed. What
 * carries `data-first` has the focus at once.
 */
export const Sheet = ({
  title,
  onClose,
  children,
  footer,
  wide = false,
  reading = false,
}: {
  title: string
  onClose: () => void
  children: ReactNode
  footer?: ReactNode
  wide?: boolean
  /** There is more to read in it than to touch: keys scroll it, in browsers too that leave that to the page. */
  reading?: boolean
}) => {
  const dialog = useRef<HTMLDialogElement>(null)
  const words = useWords(dictionary)
  const { wish, question, onInput } = useClosing(onClose)
  const pressedBeside = useRef(false)
  // Before React takes the dialog away: one that is gone cannot give the focus back.
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    element?.querySelector<HTMLElement>("[data-first]")?.focus()
    return () => element?.close()
  }, [])
  return (
    <dialog
      ref={dialog}
      className={`sheet${wide ? " sheet--wide" : ""}`}
      aria-label={title}
      onInput={onInput}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return
        // A browser closes a dialog at the second Escape, whatever the page says to `cancel`.
        event.preventDefault()
        wish()
      }}
      onCancel={(event) => {
        // The way back of a phone.
        if (!event.cancelable) return onClose()
        event.preventDefault()
        wish()
      }}
      onPointerDown={(event) => {
        pressedBeside.current = event.target === dialog.current
      }}
      // Text that is marked beyond the edge ends there too, but it did not begin there.
      onClick={(event) => event.target === dialog.current && pressedBeside.current && wish()}
    >
      <div className="sheet__box">
        <header className="sheet__head">
          <h2>{title}</h2>
          <Button kind="quiet" icon="close" aria-label={words.close} onClick={wish} />
        </header>
        {question !== undefined && <ClosingQuestion onStay={question.stay} onClose={onClose} />}
        <div className="sheet__body" {...(reading && { tabIndex: 0 })}>
          {children}
        </div>
        {footer !== undefined && <footer className="sheet__foot">{footer}</footer>}
      </div>
    </dialog>
  )
}

const dictionary = { en: { close: "Close" }, fr: { close: "Fermer" } }
