import { useMemo } from "react"
import { allDay } from "#core/kitchen/all-day.ts"
import type { TicketView } from "#core/kitchen/ticket.ts"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { Modifiers } from "./modifiers.tsx"
import { kitchenWords } from "./words.ts"
import "./all-day-panel.css"

/** How much of everything is still to be cooked. Tapping a dish marks it on its tickets. */
export const AllDayPanel = ({
  tickets,
  highlight,
  onHighlight,
}: {
  tickets: ReadonlyArray<TicketView>
  highlight: string | undefined
  onHighlight: (key: string | undefined) => void
}) => {
  const words = useWords(kitchenWords)
  const language = useLanguage()
  const rows = useMemo(() => allDay(tickets), [tickets])
  return (
    <aside className="all-day" aria-label={words.allDay}>
      <header>
        <h2>{words.allDay}</h2>
        <span>{words.now}</span>
        <span>{words.held}</span>
      </header>
      {rows.length === 0 && <p>{words.allDayNone}</p>}
      <ul>
        {rows.map(({ key, line, fired, held }) => (
          <li key={key}>
            <button
              type="button"
              aria-pressed={key === highlight}
              onClick={() => onHighlight(key === highlight ? undefined : key)}
            >
              <span className="all-day__dish">
                <span dir="auto">{nameIn(language, line)}</span>
                <Modifiers modifiers={line.modifiers.filter(({ kind }) => kind !== "note")} />
              </span>
              <b>{fired}</b>
              <span className="all-day__held">{held === 0 ? "" : held}</span>
            </button>
          </li>
        ))}
      </ul>
    </aside>
  )
}
