import { useHubStatus, usePendingCount } from "#core/ui/hub/hub-provider.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { handheldWords } from "./handheld-words.ts"

/** Under the red bar: that ordering goes on, and what is kept here meanwhile. */
export const QueueNote = () => {
  const words = useWords(handheldWords)
  const { status, notLiveSince } = useHubStatus()
  const pending = usePendingCount()
  if (status === "live" || notLiveSince === undefined) return null
  return (
    <p className="queue-note" role="status">
      {words.goOn(pending)}
    </p>
  )
}
