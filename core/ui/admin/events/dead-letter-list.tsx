import { useState } from "react"
import type { DeadLetter } from "#core/plugins/bus/event-subscriptions.ts"
import { Pager } from "#core/ui/admin/pager.tsx"
import { type ListPage, useTenantPath } from "#core/ui/admin/tenant-path.ts"
import { useClock } from "#core/ui/admin/use-clock.ts"
import { useDeed } from "#core/ui/admin/use-deed.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { Notice } from "#core/ui/design/notice.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useMay } from "#core/ui/session/me.tsx"
import { useAsked } from "#core/ui/session/use-asked.ts"
import { eventWords } from "./event-words.ts"
import { Payload } from "./payload.tsx"

/** What no handler could handle, until a person decides. */
export const DeadLetterList = () => {
  const words = useWords(eventWords)
  const tenant = useTenantPath()
  const may = useMay()
  const [page, setPage] = useState(1)
  const { value, problem, again } = useAsked<ListPage<DeadLetter>>(
    `${tenant}/dead-letters?page=${page}&size=20`,
    freshMs,
  )
  const replays = may("core.events.replay")
  return (
    <>
      <Failure failure={problem} onRetry={again} />
      {!replays && <p className="quiet">{words.mayNot}</p>}
      {value?.items.length === 0 && (
        <Notice tone="ok" live>
          {words.failedNone}
        </Notice>
      )}
      <ul className="stack">
        {value?.items.map((letter) => (
          <li key={`${letter.subscription} ${letter.position}`} className="block">
            <Letter letter={letter} />
            {replays && <LetterDeeds letter={letter} onDone={again} />}
          </li>
        ))}
      </ul>
      {value !== undefined && value.items.length > 0 && <Pager list={value} onPage={setPage} />}
    </>
  )
}

const Letter = ({ letter }: { letter: DeadLetter }) => {
  const words = useWords(eventWords)
  const clock = useClock()
  return (
    <>
      <div className="row row--apart">
        <h2 className="code">
          {letter.topic} · {letter.position}
        </h2>
        <span className="quiet small">
          <time dateTime={letter.failedAt}>{clock.exact(letter.failedAt)}</time>,{" "}
          {words.attempts(letter.attempts)}
        </span>
      </div>
      <p className="row">
        <span className="code">{letter.subscription}</span>
        <span className="code quiet">{letter.key}</span>
      </p>
      <Notice tone="bad">
        <strong>{words.error}</strong>
        <span className="code">{letter.error}</span>
      </Notice>
      <details className="fold">
        <summary>{words.payload}</summary>
        <Payload label={words.payload} value={letter.payload} />
      </details>
    </>
  )
}

const LetterDeeds = ({ letter, onDone }: { letter: DeadLetter; onDone: () => void }) => {
  const words = useWords(eventWords)
  const tenant = useTenantPath()
  const [asking, setAsking] = useState(false)
  const { run, busy, failure } = useDeed(() => {
    setAsking(false)
    onDone()
  })
  const { subscription, position } = letter
  const path = `${tenant}/dead-letters/${encodeURIComponent(subscription)}/${position}`
  return (
    <>
      <div className="row">
        <Button icon="retry" disabled={busy} onClick={() => run("POST", `${path}/retry`)}>
          {words.retry}
        </Button>
        <Button kind="danger" disabled={busy} onClick={() => setAsking(true)}>
          {words.discard}
        </Button>
      </div>
      <Failure failure={failure} />
      {asking && (
        <Sheet
          title={words.discardTitle}
          onClose={() => setAsking(false)}
          footer={
            <div className="row row--apart">
              <Button data-first onClick={() => setAsking(false)}>
                {words.cancel}
              </Button>
              <Button kind="danger" disabled={busy} onClick={() => run("POST", `${path}/discard`)}>
                {words.discard}
              </Button>
            </div>
          }
        >
          <p>{words.discardHint}</p>
        </Sheet>
      )}
    </>
  )
}

const freshMs = 5000
