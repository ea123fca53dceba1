import { type ReactNode, useLayoutEffect, useRef } from "react"
import { useWords } from "#core/ui/i18n.ts"
import { Button } from "./button.tsx"
import "./sheet.css"

/**
 * A dialog: in the middle of a tablet, rising from the bottom edge of a phone. The browser keeps the focus inside,
 * closes it on Escape and gives the focus back. What carries `data-first` has the focus at once.
 */
export const Sheet = ({
  title,
  onClose,
  children,
  footer,
  wide = false,
}: {
  title: string
  onClose: () => void
  children: ReactNode
  footer?: ReactNode
  wide?: boolean
}) => {
  const dialog = useRef<HTMLDialogElement>(null)
  const words = useWords(dictionary)
  // Before React takes the dialog away: one that is gone cannot give the focus back.
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    element?.querySelector<HTMLElement>("[data-first]")?.focus()
    return () => element?.close()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape, which the dialog itself hears, is this click's key
    <dialog
      ref={dialog}
      className={`sheet${wide ? " sheet--wide" : ""}`}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div className="sheet__box">
        <header className="sheet__head">
          <h2>{title}</h2>
          <Button kind="quiet" icon="close" aria-label={words.close} onClick={onClose} />
        </header>
        <div className="sheet__body">{children}</div>
        {footer !== undefined && <footer className="sheet__foot">{footer}</footer>}
      </div>
    </dialog>
  )
}

const dictionary = { en: { close: "Close" }, fr: { close: "Fermer" } }
