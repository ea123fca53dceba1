import { memo } from "react"
import { isCountedUnder } from "#core/kitchen/all-day.ts"
import type { TicketView } from "#core/kitchen/ticket.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Chip } from "#core/ui/design/chip.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { useLanguage, useWords } from "#core/ui/i18n.ts"
import { wantedTime } from "#core/ui/span.ts"
import { Missing, StationLines } from "./expo-lines.tsx"
import { TicketHead } from "./ticket-head.tsx"
import { Line } from "./ticket-line.tsx"
import { isVoid } from "./urgency.ts"
import type { Cook } from "./use-deeds.ts"
import { kitchenWords } from "./words.ts"
import "./ticket-card.css"

export interface TicketCardProps {
  readonly ticket: TicketView
  readonly expo: boolean
  /** How much of its time is gone when a ticket is "soon". */
  readonly soonPercent: number
  /** The number key that bumps it. */
  readonly keyLabel: string | undefined
  readonly stationName: (key: string) => string
  readonly cook: Cook
  /** Otherwise it is there to be read: nothing on it can be pressed. */
  readonly mayCook: boolean
  readonly onBump: (ticket: TicketView) => void
  /** Why the hub refused the last thing done here. */
  readonly refusal: string | undefined
  readonly onDismiss: (ticketId: TicketView["ticketId"]) => void
  /** Dish picked in the all-day counts. */
  readonly highlight: string | undefined
}

/** Renders only when its own ticket changed: while a cook works on one, nothing else may flash or jump. */
export const TicketCard = memo((props: TicketCardProps) => {
  const { ticket, expo, cook, mayCook, onBump, refusal, onDismiss, highlight, stationName } = props
  const words = useWords(kitchenWords)
  const held = ticket.status === "held"
  const gone = isVoid(ticket)
  const name = nameOf(ticket, words.table)
  const line = (line: TicketView["lines"][number]) => (
    <Line
      key={line.lineId}
      line={line}
      locked={held || !mayCook}
      highlighted={highlight !== undefined && isCountedUnder(line, highlight)}
      onToggle={() => cook.toggleLine(ticket, line)}
      // Of a ticket that is void as a whole its head speaks, and one button answers.
      silent={gone}
      menuName={expo}
      onAcknowledge={mayCook ? () => cook.acknowledge(ticket, line) : undefined}
    />
  )
  return (
    <article
      className="ticket"
      aria-label={name}
      tabIndex={-1}
      data-ticket={ticket.ticketId}
      data-status={ticket.status}
      data-void={gone || undefined}
    >
      <TicketHead ticket={ticket} keyLabel={props.keyLabel} soonPercent={props.soonPercent} />
      <Flags ticket={ticket} />
      {ticket.note !== undefined && ticket.note !== "" && (
        <p className="ticket__note" dir="auto">
          {ticket.note}
        </p>
      )}
      {expo ? (
        <StationLines lines={ticket.lines} stationName={stationName} line={line} />
      ) : (
        <ul>{ticket.lines.map(line)}</ul>
      )}
      {expo && <Missing ticket={ticket} stationName={stationName} />}
      {!expo && ticket.alsoAt.length > 0 && (
        <p className="ticket__also">
          <b>{words.alsoAt}</b>
          {ticket.alsoAt.map(({ station, status }) => (
            <span key={station} className="ticket__station" data-status={status}>
              {status === "ready" || status === "bumped" ? <Icon name="check" size={16} /> : null}
              <span dir="auto">{stationName(station)}</span> {words.status[status].toLowerCase()}
            </span>
          ))}
        </p>
      )}
      {refusal !== undefined && (
        <p className="ticket__refusal" role="alert">
          <span dir="auto">{refusal}</span>
          <Button
            kind="quiet"
            icon="close"
            aria-label={words.dismiss}
            onClick={() => onDismiss(ticket.ticketId)}
          />
        </p>
      )}
      {!held && mayCook && (
        <footer className="ticket__foot">
          {ticket.status === "fired" && !expo && !gone && (
            <Button
              large
              icon="flame"
              data-act="start"
              aria-label={words.startHint(name)}
              onClick={() => cook.start(ticket)}
            >
              {words.start}
            </Button>
          )}
          <Button
            large
            wide
            className="ticket__bump"
            icon="check"
            data-act="bump"
            aria-label={gone ? words.acknowledgeHint(name) : words.bumpHint(name)}
            onClick={() => onBump(ticket)}
          >
            {gone ? words.acknowledge : words.bump}
          </Button>
        </footer>
      )}
    </article>
  )
})

/** How people call it: by its table, else by its number. */
export const nameOf = (ticket: TicketView, tableWord: string): string =>
  ticket.table === undefined ? `#${ticket.number}` : `${tableWord} ${ticket.table}`

const Flags = ({ ticket }: { ticket: TicketView }) => {
  const words = useWords(kitchenWords)
  const language = useLanguage()
  const shown = [
    ticket.priority > 0 && !isVoid(ticket) && (
      <Chip key="rush" tone="strong" icon="bolt">
        {words.rush}
      </Chip>
    ),
    ticket.promisedAt !== undefined && (
      <Chip key="promised" tone="strong" icon="clock">
        {words.promised(wantedTime(Date.parse(ticket.promisedAt), Date.now(), language))}
      </Chip>
    ),
    ticket.movedFrom !== undefined && (
      <Chip key="moved" tone="strong" icon="next">
        <span>
          {words.moved} <bdi>{ticket.movedFrom}</bdi>
        </span>
      </Chip>
    ),
    ticket.recalls > 0 && (
      <Chip key="recalled" tone="accent" icon="undo">
        {words.recalled}
        {ticket.recalls > 1 && ` ×${ticket.recalls}`}
      </Chip>
    ),
    ticket.addOn && (
      <Chip key="addOn" icon="add">
        {words.addOn}
      </Chip>
    ),
    ticket.course !== undefined && <Chip key="course">{words.course(ticket.course)}</Chip>,
    ticket.status === "started" && (
      <Chip key="started" icon="flame">
        {words.status.started}
      </Chip>
    ),
  ].filter((flag) => flag !== false)
  return shown.length === 0 ? null : <p className="ticket__flags">{shown}</p>
}
