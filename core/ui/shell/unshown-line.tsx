import { useState } from "react"
import { Icon } from "#core/ui/design/icon.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { UnshownRow, unshownWords, useUnshownTickets } from "./unshown-tickets.tsx"
import "./unshown-line.css"

/** The same alarm in a hand: one line however many there are, so that the work beneath stays in reach. A tap names them. */
export const UnshownLine = ({ stationName }: { stationName: (key: string) => string }) => {
  const words = useWords(unshownWords)
  const tickets = useUnshownTickets()
  const [open, setOpen] = useState(false)
  const [first, ...others] = tickets
  if (first === undefined) return null
  return (
    <>
      <div className="unshown-line" role="alert">
        <button type="button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
          <Icon name="alert" size={24} />
          <span className="unshown-line__text">
            <strong>{words.title}</strong>
            {" · "}
            <span dir="auto">
              {others.length === 0 ? (
                <UnshownRow ticket={first} station={stationName(first.station)} />
              ) : (
                words.tickets(tickets.length)
              )}
            </span>
          </span>
          <Icon name="next" size={20} />
        </button>
      </div>
      {open && (
        <Sheet title={words.title} onClose={() => setOpen(false)}>
          <p>{words.hint}</p>
          <ul className="unshown-tickets">
            {tickets.map((ticket) => (
              <li key={ticket.ticketId} dir="auto">
                <UnshownRow ticket={ticket} station={stationName(ticket.station)} />
              </li>
            ))}
          </ul>
        </Sheet>
      )}
    </>
  )
}
