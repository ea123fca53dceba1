import type { TicketView } from "#core/kitchen/ticket.ts"
import { Icon, type IconName } from "#core/ui/design/icon.tsx"
import { useNow } from "#core/ui/hub/use-now.ts"
import { useWords } from "#core/ui/i18n.ts"
import { span } from "#core/ui/span.ts"
import { ageOf, type Urgency } from "./urgency.ts"
import { type KitchenWords, kitchenWords } from "./words.ts"

/** The only part of a ticket that the clock moves: it renders each second, the rest of the ticket does not. */
export const TicketHead = ({
  ticket,
  keyLabel,
  soonPercent,
}: {
  ticket: TicketView
  keyLabel: string | undefined
  soonPercent: number
}) => {
  const words = useWords(kitchenWords)
  const { urgency, age, over } = ageOf(ticket, useNow(), soonPercent)
  const icon = icons[urgency]
  return (
    <header className="ticket__head" data-urgency={urgency}>
      {keyLabel !== undefined && <kbd className="ticket__key">{keyLabel}</kbd>}
      <h2 className="ticket__table" data-long={(ticket.table?.length ?? 0) > 8} dir="auto">
        {ticket.table ?? `#${ticket.number}`}
      </h2>
      {urgency !== "held" && urgency !== "void" && <span className="ticket__age">{span(age)}</span>}
      <p className="ticket__facts" dir="auto">
        {facts(ticket, words)}
      </p>
      {icon !== undefined && (
        <span className="ticket__urgency">
          <Icon name={icon} size={urgency === "void" ? 34 : 18} />
          {words.urgency[urgency]}
          {urgency === "late" && over !== undefined && ` +${span(over)}`}
        </span>
      )}
    </header>
  )
}

const facts = (ticket: TicketView, words: KitchenWords): string =>
  [
    ticket.table !== undefined && `#${ticket.number}`,
    (ticket.table === undefined || ticket.type !== "dineIn") && words.type[ticket.type],
    ticket.covers !== undefined && words.covers(ticket.covers),
    ticket.server,
  ]
    .filter((fact) => typeof fact === "string")
    .join(" · ")

const icons: Readonly<Record<Urgency, IconName | undefined>> = {
  held: "pause",
  fresh: undefined,
  soon: "clock",
  late: "alert",
  done: "check",
  void: "close",
}
