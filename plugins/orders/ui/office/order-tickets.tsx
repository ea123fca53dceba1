import type { OrderViewTicket } from "#core/kitchen/order-view.ts"
import { Chip } from "#core/ui/design/chip.tsx"
import { useLanguage, useWords } from "#core/ui/i18n.ts"
import { clockTime, span } from "#core/ui/span.ts"
import { ordersOfficeWords } from "./orders-office-words.ts"

/** What each station had of it, and its times; counted from firing, for that is when a cook was to begin. */
export const OrderTickets = ({
  tickets,
  stationName,
}: {
  tickets: ReadonlyArray<OrderViewTicket>
  stationName: (key: string) => string
}) => {
  const words = useWords(ordersOfficeWords)
  if (tickets.length === 0) return null
  return (
    <section className="stack stack--tight">
      <h3>{words.tickets}</h3>
      <ul className="rows">
        {tickets.map((ticket) => (
          <li key={ticket.ticketId} className="rows__one">
            <span className="rows__text">
              <span className="row">
                <strong dir="auto">{stationName(ticket.station)}</strong>
                {ticket.course !== undefined && <span>{words.course(ticket.course)}</span>}
                {ticket.addOn && <Chip icon="add">{words.addOn}</Chip>}
              </span>
              <Times ticket={ticket} />
            </span>
            <Chip>{words.ticket[ticket.status]}</Chip>
          </li>
        ))}
      </ul>
    </section>
  )
}

const steps = ["firedAt", "shownAt", "startedAt", "readyAt", "bumpedAt"] as const

const Times = ({ ticket }: { ticket: OrderViewTicket }) => {
  const words = useWords(ordersOfficeWords)
  const language = useLanguage()
  const fired = ticket.firedAt === undefined ? undefined : Date.parse(ticket.firedAt)
  const there = steps.flatMap((step) => {
    const at = ticket[step]
    return at === undefined ? [] : [{ step, at, ms: Date.parse(at) }]
  })
  if (there.length === 0) return null
  return (
    <ol className="orders__times">
      {there.map(({ step, at, ms }) => (
        <li key={step}>
          {words.step[step]}{" "}
          <time dateTime={at} className="number">
            {clockTime(ms, language)}
          </time>
          {step !== "firedAt" && fired !== undefined && (
            <span className="quiet"> {words.after(span(ms - fired))}</span>
          )}
        </li>
      ))}
    </ol>
  )
}
