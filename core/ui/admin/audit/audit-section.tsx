import { type FormEvent, useState } from "react"
import type { AuditEntry } from "#core/security/audit.ts"
import { Payload } from "#core/ui/admin/events/payload.tsx"
import { useOfficeQuery } from "#core/ui/admin/office-route.tsx"
import { Pager } from "#core/ui/admin/pager.tsx"
import { type ListPage, useTenantPath } from "#core/ui/admin/tenant-path.ts"
import { useClock } from "#core/ui/admin/use-clock.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { TextField } from "#core/ui/design/field.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { useLanguage, useWords } from "#core/ui/i18n.ts"
import { useAsked } from "#core/ui/session/use-asked.ts"
import { auditSentence } from "./audit-sentences.ts"
import { auditWords } from "./audit-words.ts"
import { VerifyChain } from "./verify-chain.tsx"
import "#core/ui/admin/blocks.css"
import "#core/ui/admin/events/events.css"

/** Who did what, newest first. */
const AuditSection = () => {
  const words = useWords(auditWords)
  const tenant = useTenantPath()
  const [action, setAction] = useOfficeQuery("action")
  const [page, setPage] = useState(1)
  const query = new URLSearchParams({
    ...(action !== "" && { action }),
    page: String(page),
    size: "50",
  })
  const { value, problem, again } = useAsked<ListPage<AuditEntry>>(`${tenant}/audit?${query}`)
  const filter = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setPage(1)
    setAction(String(new FormData(event.currentTarget).get("action")).trim())
    again()
  }
  return (
    <>
      <p className="office__lead">{words.lead}</p>
      <VerifyChain />
      <form className="row row--end" onSubmit={filter}>
        <TextField
          label={words.action}
          hint={words.actionHint}
          name="action"
          defaultValue={action}
          autoCapitalize="none"
          spellCheck={false}
        />
        <Button type="submit" icon="search">
          {words.show}
        </Button>
      </form>
      <Failure failure={problem} onRetry={again} />
      {value?.items.length === 0 && <p role="status">{words.none}</p>}
      {value !== undefined && value.items.length > 0 && (
        <>
          <ol className="events">
            {value.items.map((entry) => (
              <li key={entry.seq}>
                <AuditLine entry={entry} />
              </li>
            ))}
          </ol>
          <Pager list={value} onPage={setPage} />
        </>
      )}
    </>
  )
}

export default AuditSection

const AuditLine = ({ entry }: { entry: AuditEntry }) => {
  const words = useWords(auditWords)
  const clock = useClock()
  const { by } = entry
  const sentence = auditSentence(entry.action, useLanguage())
  return (
    <details className="event">
      <summary>
        <span className="event__position number">{entry.seq}</span>
        <span className="event__topic">
          {sentence}{" "}
          <span className="code event__target">
            {entry.action} {entry.target}
          </span>
        </span>
        <time className="event__at number" dateTime={entry.at}>
          {clock.exact(entry.at)}
        </time>
        <span className="event__key" dir="auto">
          {by.name ?? words.kinds[by.kind] ?? by.kind}
        </span>
        <Icon name="next" />
      </summary>
      <dl className="facts audit__facts">
        <dt>{words.by}</dt>
        <dd>
          {by.name ?? "–"} <span className="code quiet">{`${by.kind} ${by.id}`}</span>
        </dd>
        <dt>{words.target}</dt>
        <dd className="code">{entry.target}</dd>
        <dt>{words.address}</dt>
        <dd>{entry.address ?? "–"}</dd>
        <dt>{words.hash}</dt>
        <dd className="code">{entry.hash}</dd>
        {isThere(entry.before) && (
          <>
            <dt>{words.before}</dt>
            <dd>
              <Payload label={words.before} value={entry.before} />
            </dd>
          </>
        )}
        {isThere(entry.after) && (
          <>
            <dt>{words.after}</dt>
            <dd>
              <Payload label={words.after} value={entry.after} />
            </dd>
          </>
        )}
      </dl>
    </details>
  )
}

const isThere = (value: unknown): boolean => value !== null && value !== undefined
