import { Icon, type IconName } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { span } from "#core/ui/span.ts"
import { handheldWords } from "./handheld-words.ts"
import type { TableState, TableStateName } from "./table-state.ts"
import "./tile.css"

/** A table or an order as a square to tap: its name, how it stands in a word, a shape and a colour, and since when. */
export const Tile = ({
  name,
  spoken,
  state,
  fact,
  rushed,
  basket,
  now,
  onOpen,
}: {
  name: string
  spoken: string
  state: TableState
  fact: string
  rushed: boolean
  basket: boolean
  now: number
  onOpen: () => void
}) => {
  const words = useWords(handheldWords)
  return (
    <button
      type="button"
      className={`tile tile--${state.name}${state.urgent ? " tile--urgent" : ""}`}
      onClick={onOpen}
    >
      <span className="only-read">{spoken}: </span>
      <span className={`tile__name tile__name--${sizeOf(name)}`} aria-hidden="true" dir="auto">
        {name}
      </span>
      <span className="tile__state">
        <span className="tile__word">
          <Icon name={icons[state.name]} size={16} />
          {words.tableState[state.name]}
        </span>
        {state.since !== undefined && <span className="tile__age">{span(now - state.since)}</span>}
      </span>
      <span className="tile__fact" dir="auto">
        {fact}
      </span>
      {(rushed || basket) && (
        <span className="tile__marks">
          {rushed && <Mark icon="bolt" word={words.rush} />}
          {basket && <Mark icon="list" word={words.inBasket} />}
        </span>
      )}
    </button>
  )
}

/** A kanji is as wide as two Latin letters. */
const sizeOf = (name: string): "short" | "middle" | "long" => {
  const width = [...name].reduce((sum, letter) => sum + (letter > "\u2e80" ? 2 : 1), 0)
  return width <= 4 ? "short" : width <= 7 ? "middle" : "long"
}

const Mark = ({ icon, word }: { icon: IconName; word: string }) => (
  <span className="tile__mark">
    <Icon name={icon} size={16} />
    <span className="only-read">{word}</span>
  </span>
)

const icons: Readonly<Record<TableStateName, IconName>> = {
  ready: "bell",
  late: "alert",
  queued: "offline",
  ordered: "flame",
  held: "pause",
  served: "check",
  seated: "table",
  free: "circle",
}
