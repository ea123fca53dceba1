import { useState } from "react"
import { useDeed } from "#core/ui/admin/use-deed.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { Notice } from "#core/ui/design/notice.tsx"
import { useWords } from "#core/ui/i18n.ts"
import type { StoredPrinter } from "./printer.ts"
import { printerWords } from "./printer-words.ts"

/** Asks once more on the same sheet before a printer is gone. */
export const RemovePrinter = ({
  printer: { id, name },
  onDone,
}: {
  printer: StoredPrinter
  onDone: () => void
}) => {
  const words = useWords(printerWords)
  const [asking, setAsking] = useState(false)
  const { run, busy, failure } = useDeed(onDone)
  return (
    <div className="stack printers__remove">
      {asking ? (
        <Notice tone="warn" live>
          <strong>{words.removeTitle(name)}</strong>
          <span>{words.removeHint}</span>
          <span className="row">
            <Button
              kind="danger"
              disabled={busy}
              onClick={() => run("DELETE", `/plugins/printer/printers/${id}`)}
            >
              {words.remove}
            </Button>
            <Button onClick={() => setAsking(false)}>{words.cancel}</Button>
          </span>
        </Notice>
      ) : (
        <Button kind="danger" onClick={() => setAsking(true)}>
          {words.remove}
        </Button>
      )}
      <Failure failure={failure} />
    </div>
  )
}
