import { Button } from "#core/ui/design/button.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { useNow } from "#core/ui/hub/use-now.ts"
import { useWords } from "#core/ui/i18n.ts"
import { span } from "#core/ui/span.ts"
import { handheldWords } from "./handheld-words.ts"
import { useHands } from "./hands.tsx"
import type { ShownOrder } from "./shown-order.ts"
import { go } from "./use-route.ts"

export type Pane = "menu" | "order"

/** Where we are, the way back, and on a phone the choice between the order and the menu. */
export const PlaceBar = ({
  title,
  order,
  lines,
  pane,
  onPane,
}: {
  title: string
  order: ShownOrder | undefined
  lines: number
  /** Absent where there is nothing to choose between. */
  pane: Pane | undefined
  onPane: (pane: Pane) => void
}) => {
  const words = useWords(handheldWords)
  const { person } = useHands()
  return (
    <header className="top place__bar">
      <Button
        kind="quiet"
        icon="back"
        aria-label={words.back}
        onClick={() => go({ at: "tables" })}
      />
      <div className="place__name">
        <h1 dir="auto">{title}</h1>
        <p>
          {order === undefined && person !== undefined && (
            <>
              <bdi>{person.name}</bdi>
              {" · "}
            </>
          )}
          {order === undefined ? words.newOrder : <Facts order={order} />}
        </p>
      </div>
      {pane !== undefined && (
        <div className="panes">
          <button type="button" aria-pressed={pane === "order"} onClick={() => onPane("order")}>
            {words.order}
            {lines > 0 && <span className="panes__count">{lines}</span>}
          </button>
          <button type="button" aria-pressed={pane === "menu"} onClick={() => onPane("menu")}>
            {words.menu}
          </button>
        </div>
      )}
    </header>
  )
}

const Facts = ({ order }: { order: ShownOrder }) => {
  const words = useWords(handheldWords)
  const now = useNow()
  return (
    <>
      {order.number === undefined ? (
        <>
          <Icon name="clock" size={14} /> {words.progress.queued}
        </>
      ) : (
        `#${order.number}`
      )}
      {" · "}
      <span className="place__age">{span(now - order.placedAt)}</span>
      {order.covers !== undefined && ` · ${words.guests(order.covers)}`}
    </>
  )
}
