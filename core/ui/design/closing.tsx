import { type FormEvent, useRef, useState } from "react"
import { useWords } from "#core/ui/i18n.ts"
import { Button } from "./button.tsx"
import { Notice } from "./notice.tsx"
import { useUnsaved } from "./unsaved.ts"

/** How a sheet closes: at once, or after a question while a form in it was changed. */
export interface Closing {
  /** Somebody wants to close it: Escape, the cross, a touch beside it. */
  readonly wish: () => void
  readonly onInput: (event: FormEvent) => void
  /** Undefined: nobody is asked anything now. */
  readonly question: { readonly stay: () => void } | undefined
}

/** Forms that were saved and taken away are no reason to ask. */
export const useClosing = (onClose: () => void): Closing => {
  const changed = useRef<HTMLFormElement>(null)
  // Whoever stays goes on there.
  const last = useRef<HTMLElement>(null)
  const [asking, setAsking] = useState(false)
  const unsaved = () => changed.current?.isConnected === true
  useUnsaved(unsaved)
  const stay = () => {
    setAsking(false)
    last.current?.focus()
  }
  return {
    wish: () => {
      if (!unsaved()) return onClose()
      if (asking) return stay()
      setAsking(true)
    },
    onInput: ({ target }) => {
      const form = target instanceof HTMLElement ? target.closest("form") : null
      if (form === null) return
      changed.current = form
      last.current = target as HTMLElement
    },
    question: asking ? { stay } : undefined,
  }
}

export const ClosingQuestion = ({
  onStay,
  onClose,
}: {
  onStay: () => void
  onClose: () => void
}) => {
  const words = useWords(dictionary)
  return (
    <div className="sheet__question">
      <Notice tone="warn" live>
        <strong>{words.title}</strong>
        <span>{words.hint}</span>
        <span className="row">
          <Button ref={focused} onClick={onStay}>
            {words.stay}
          </Button>
          <Button kind="danger" onClick={onClose}>
            {words.close}
          </Button>
        </span>
      </Notice>
    </div>
  )
}

const focused = (button: HTMLElement | null): void => button?.focus()

const dictionary = {
  en: {
    title: "Close without saving?",
    hint: "What you entered here would be lost.",
    stay: "Keep editing",
    close: "Close without saving",
  },
  fr: {
    title: "Fermer sans enregistrer ?",
    hint: "Ce que vous avez saisi ici serait perdu.",
    stay: "Continuer",
    close: "Fermer sans enregistrer",
  },
}
