import { Icon } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { UnshownRow, unshownWords, useUnshownTickets } from "./unshown-tickets.tsx"
import "./unshown-alarm.css"

/** Fired tickets that no cook can see, loudly, where there is room to name them. */
export const UnshownAlarm = ({ stationName }: { stationName: (key: string) => string }) => {
  const words = useWords(unshownWords)
  const tickets = useUnshownTickets()
  if (tickets.length === 0) return null
  return (
    <section className="unshown" role="alert">
      <Icon name="alert" size={28} />
      <strong className="unshown__title">{words.title}</strong>
      <ul className="unshown__list">
        {tickets.slice(0, mostRows).map((ticket) => (
          <li key={ticket.ticketId} dir="auto">
            <UnshownRow ticket={ticket} station={stationName(ticket.station)} />
          </li>
        ))}
        {tickets.length > mostRows && <li>{words.more(tickets.length - mostRows)}</li>}
      </ul>
      <span>{words.hint}</span>
    </section>
  )
}

const mostRows = 4
