import { useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { Notice } from "#core/ui/design/notice.tsx"
import { useDeed } from "./use-deed.ts"

/** Asks once more on the same sheet before something is gone. */
export const Removal = ({
  path,
  words,
  title,
  inUse,
  onDone,
}: {
  /** Of what is deleted. */
  path: string
  words: { readonly remove: string; readonly removeHint: string; readonly cancel: string }
  /** The question, with its name. */
  title: string
  /** Why it cannot be removed as long as it is so. */
  inUse?: string | undefined
  onDone: () => void
}) => {
  const [asking, setAsking] = useState(false)
  const { run, busy, failure } = useDeed(onDone)
  if (inUse !== undefined) return <p className="quiet removal">{inUse}</p>
  return (
    <div className="stack removal">
      {asking ? (
        <Notice tone="warn" live>
          <strong>{title}</strong>
          <span>{words.removeHint}</span>
          <span className="row">
            <Button kind="danger" disabled={busy} onClick={() => run("DELETE", path)}>
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
