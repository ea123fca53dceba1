import { useMemo } from "react"
import { type AllDayDish, allDay, isOfDish } from "#core/kitchen/all-day.ts"
import type { TicketView } from "#core/kitchen/ticket.ts"
import { kitchenNameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { Modifiers } from "./modifiers.tsx"
import { kitchenWords } from "./words.ts"
import "./all-day-panel.css"

type OnHighlight = (key: string | undefined) => void

/**
 * How much of everything is still to be cooked. Tapping a dish marks it on its tickets and makes its parts large enough
 * to tap one of them.
 */
export const AllDayPanel = ({
  tickets,
  highlight,
  onHighlight,
}: {
  tickets: ReadonlyArray<TicketView>
  highlight: string | undefined
  onHighlight: OnHighlight
}) => {
  const words = useWords(kitchenWords)
  const dishes = useMemo(() => allDay(tickets), [tickets])
  return (
    <aside className="all-day" aria-label={words.allDay}>
      <header>
        <h2>{words.allDay}</h2>
        <span>{words.now}</span>
        <span>{words.held}</span>
      </header>
      {dishes.length === 0 && <p>{words.allDayNone}</p>}
      <ul>
        {dishes.map((dish) => (
          <Dish key={dish.key} dish={dish} highlight={highlight} onHighlight={onHighlight} />
        ))}
      </ul>
    </aside>
  )
}

const Dish = ({
  dish,
  highlight,
  onHighlight,
}: {
  dish: AllDayDish
  highlight: string | undefined
  onHighlight: OnHighlight
}) => {
  const language = useLanguage()
  const { key, line, parts } = dish
  const toggle = (own: string) => () => onHighlight(own === highlight ? undefined : own)
  return (
    <li>
      <button
        type="button"
        className="all-day__dish"
        aria-pressed={key === highlight}
        onClick={toggle(key)}
      >
        <span dir="auto">{kitchenNameIn(language, line)}</span>
        <Counts {...dish} />
      </button>
      {parts.length > 0 && (
        <ul className="all-day__parts">
          {parts.map(({ key: own, modifier, ...counts }) => (
            <li key={own}>
              {isOfDish(dish, highlight) ? (
                <button type="button" aria-pressed={own === highlight} onClick={toggle(own)}>
                  <Modifiers modifiers={[modifier]} />
                  <Counts {...counts} />
                </button>
              ) : (
                <span>
                  <Modifiers modifiers={[modifier]} />
                  <Counts {...counts} />
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

const Counts = ({ fired, held }: Pick<AllDayDish, "fired" | "held">) => (
  <>
    <b>{fired}</b>
    <span className="all-day__held">{held === 0 ? "" : held}</span>
  </>
)
