import { type FormEvent, useState } from "react"
import type { StoredEvent } from "#core/plugins/bus/event-subscriptions.ts"
import { useOfficeQuery } from "#core/ui/admin/office-route.tsx"
import { Pager } from "#core/ui/admin/pager.tsx"
import { type ListPage, useTenantPath } from "#core/ui/admin/tenant-path.ts"
import { useClock } from "#core/ui/admin/use-clock.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { TextField } from "#core/ui/design/field.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useAsked } from "#core/ui/session/use-asked.ts"
import { eventWords } from "./event-words.ts"
import { Payload } from "./payload.tsx"

/** The log of the restaurant, newest first. While somebody reads an older page nothing moves under their eyes. */
export const EventLog = () => {
  const words = useWords(eventWords)
  const tenant = useTenantPath()
  const [topic, setTopic] = useOfficeQuery("topic")
  const [key, setKey] = useOfficeQuery("key")
  const [place, setPlace] = useState({ page: 1, from: "" })
  const query = new URLSearchParams({
    ...(topic !== "" && { topic }),
    ...(key !== "" && { key }),
    ...(place.from !== "" && { from: place.from }),
    page: String(place.page),
    size: String(pageSize),
  })
  const { value, problem, again } = useAsked<ListPage<StoredEvent>>(
    `${tenant}/events?${query}`,
    place.page === 1 ? freshMs : undefined,
  )

  const filter = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const fields = new FormData(event.currentTarget)
    setPlace({ page: 1, from: "" })
    setTopic(String(fields.get("topic")).trim())
    setKey(String(fields.get("key")).trim())
    again()
  }
  // Pages count from the newest event of the first look, or new ones would push lines from page to page.
  const turn = (page: number) => {
    const newest = place.from === "" ? value?.items[0]?.position : place.from
    setPlace({ page, from: page === 1 ? "" : String(newest ?? "") })
  }

  return (
    <>
      <form className="row row--end" onSubmit={filter}>
        <TextField
          label={words.topic}
          hint={words.topicHint}
          name="topic"
          defaultValue={topic}
          autoCapitalize="none"
          spellCheck={false}
        />
        <TextField
          label={words.key}
          hint={words.keyHint}
          name="key"
          defaultValue={key}
          autoCapitalize="none"
          spellCheck={false}
        />
        <Button type="submit" icon="search">
          {words.show}
        </Button>
      </form>
      <Failure failure={problem} onRetry={again} />
      {value !== undefined && value.items.length === 0 && <p role="status">{words.none}</p>}
      {value !== undefined && value.items.length > 0 && (
        <>
          <ol className="events">
            {value.items.map((event) => (
              <li key={event.position}>
                <LoggedEvent event={event} />
              </li>
            ))}
          </ol>
          <Pager list={value} onPage={turn} />
        </>
      )}
    </>
  )
}

const LoggedEvent = ({ event }: { event: StoredEvent }) => {
  const words = useWords(eventWords)
  const clock = useClock()
  return (
    <details className="event">
      <summary>
        <span className="event__position number" title={words.position}>
          {event.position}
        </span>
        <span className="event__topic code">{event.topic}</span>
        <time className="event__at number" dateTime={event.at}>
          {clock.exact(event.at)}
        </time>
        <span className="event__key code" title={event.key}>
          {shortened(event.key)}
        </span>
        <Icon name="next" />
      </summary>
      <Payload label={words.payload} value={{ key: event.key, ...asRecord(event.payload) }} />
    </details>
  )
}

const asRecord = (payload: unknown): object =>
  typeof payload === "object" && payload !== null ? payload : { payload }

/** Ids that were made in the same hour differ at their end. */
const shortened = (key: string): string => (key.length > 16 ? `…${key.slice(-12)}` : key)

const pageSize = 50
const freshMs = 5000
