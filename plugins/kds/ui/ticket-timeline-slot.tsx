import type { Station } from "#core/kitchen/menu.ts"
import type { OrderView, OrderViewTicket } from "#core/kitchen/order-view.ts"
import { Icon } from "#core/ui/design/icon.tsx"
import { useView } from "#core/ui/hub/use-view.ts"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { clockTime } from "#core/ui/span.ts"
import "./ticket-timeline-slot.css"

/** Beside an order: when each station got its ticket, showed it, began and finished. Folded until somebody asks. */
const TicketTimelineSlot = ({ orderId }: { orderId: string }) => {
  const words = useWords(dictionary)
  const { items } = useView<OrderView>(`order/${orderId}`)
  const tickets = items.get(orderId)?.tickets ?? []
  const shown = tickets.filter(({ status }) => status !== "held" && status !== "voided")
  if (shown.length === 0) return null
  return (
    <details className="timeline">
      <summary>
        <Icon name="clock" />
        {words.title(shown.length)}
      </summary>
      <ul>
        {shown.map((ticket) => (
          <Timeline key={ticket.ticketId} ticket={ticket} />
        ))}
      </ul>
    </details>
  )
}

export default TicketTimelineSlot

const Timeline = ({ ticket }: { ticket: OrderViewTicket }) => {
  const words = useWords(dictionary)
  const language = useLanguage()
  const menu = useView<Station>("menu")
  const station = menu.items.get(`station/${ticket.station}`)
  const name = station === undefined ? ticket.station : nameIn(language, station)
  const steps = (["firedAt", "shownAt", "startedAt", "readyAt", "bumpedAt"] as const).flatMap(
    (step) => {
      const at = ticket[step]
      return at === undefined ? [] : [{ step, at }]
    },
  )
  return (
    <li>
      <strong dir="auto">{name}</strong>
      {ticket.course !== undefined && <span> · {words.course(ticket.course)}</span>}
      <ol className="timeline__steps">
        {steps.map(({ step, at }) => (
          <li key={step}>
            <time dateTime={at}>{clockTime(Date.parse(at), language)}</time> {words[step]}
          </li>
        ))}
      </ol>
    </li>
  )
}

const dictionary = {
  en: {
    title: (count: number) =>
      count === 1 ? "In the kitchen: 1 ticket" : `In the kitchen: ${count} tickets`,
    course: (n: number) => `course ${n}`,
    firedAt: "fired",
    shownAt: "on the screen",
    startedAt: "started",
    readyAt: "ready",
    bumpedAt: "bumped",
  },
  fr: {
    title: (count: number) => (count === 1 ? "En cuisine : 1 bon" : `En cuisine : ${count} bons`),
    course: (n: number) => `service ${n}`,
    firedAt: "lancé",
    shownAt: "à l’écran",
    startedAt: "commencé",
    readyAt: "prêt",
    bumpedAt: "envoyé",
  },
}
