import type { OrderViewTicket } from "#core/kitchen/order-view.ts"
import { Icon } from "#core/ui/design/icon.tsx"
import { useLanguage, useWords } from "#core/ui/i18n.ts"
import { clockTime } from "#core/ui/span.ts"
import { useStationName } from "./card-context.tsx"
import { handheldWords } from "./handheld-words.ts"
import { progressSteps, stepsDone } from "./line-progress.ts"
import type { ShownLine, ShownOrder } from "./shown-order.ts"

/** All steps of a dish in words, and at each station when it took them. */
export const ProgressSteps = ({ line, order }: { line: ShownLine; order: ShownOrder }) => {
  const words = useWords(handheldWords)
  const stationName = useStationName()
  const done = stepsDone(line.progress)
  const tickets = order.tickets.filter(({ lineIds }) => lineIds.includes(line.lineId))
  return (
    <div className="way">
      <ol className="way__steps">
        {progressSteps.map((step, at) => (
          <li
            key={step}
            className={at < done ? "way__step way__step--done" : "way__step"}
            aria-current={at === done - 1 ? "step" : undefined}
          >
            {at < done ? <Icon name="check" size={16} /> : <span className="way__dot" />}
            {words.progress[step]}
          </li>
        ))}
      </ol>
      {tickets.map((ticket) => (
        <p key={ticket.ticketId} className="way__ticket">
          <strong dir="auto">{stationName(ticket.station)}</strong> <Times ticket={ticket} />
        </p>
      ))}
    </div>
  )
}

const Times = ({ ticket }: { ticket: OrderViewTicket }) => {
  const words = useWords(handheldWords)
  const language = useLanguage()
  return moments.flatMap((moment) => {
    const at = ticket[moment]
    return at === undefined
      ? []
      : [
          <span key={moment} className="way__time">
            {words.history[moment]} {clockTime(Date.parse(at), language)}
            {moment === "shownAt" && <ShownOn ticket={ticket} />}
          </span>,
        ]
  })
}

const ShownOn = ({ ticket }: { ticket: OrderViewTicket }) => {
  const words = useWords(handheldWords)
  const names = (ticket.shownOn ?? []).flatMap(({ name }) => name ?? [])
  return names.length === 0 ? null : <span dir="auto"> {words.onScreen(names.join(", "))}</span>
}

const moments = ["firedAt", "shownAt", "startedAt", "readyAt"] as const
