import { type CSSProperties, useRef } from "react"
import { useNow } from "#core/ui/hub/use-now.ts"
import { useWords } from "#core/ui/i18n.ts"
import type { BoardEntry } from "./board-columns.ts"
import { standingIn } from "./board-room.ts"
import { boardWords } from "./board-words.ts"
import { useRoom } from "./use-room.ts"
import "./called-numbers.css"

/** A column of the guests' board. Numbers that have no room at once take turns; none is ever cut. */
export const CalledNumbers = ({
  title,
  state,
  orders,
}: {
  title: string
  state: BoardEntry["state"]
  orders: ReadonlyArray<BoardEntry>
}) => {
  const words = useWords(boardWords)
  const list = useRef<HTMLUListElement>(null)
  const room = useRoom(list)
  const numbers = orders.map(({ number }) => number)
  const { size, across, perPage, pages } = standingIn(
    room,
    numbers,
    smallestIn(innerHeight),
    state === "ready",
  )
  const shown = Math.floor(useNow(turnMs) / turnMs) % pages
  return (
    <section className="called" data-state={state} aria-label={title}>
      <h1>
        {title}
        {pages > 1 && <span aria-hidden="true">{words.page(shown + 1, pages)}</span>}
      </h1>
      <ul
        ref={list}
        style={{ "--number": `${size}px`, "--across": across } as CSSProperties}
        aria-live={state === "ready" ? "polite" : "off"}
      >
        {orders.map((order, at) => (
          <Called key={order.id} order={order} away={Math.floor(at / perPage) !== shown} />
        ))}
      </ul>
    </section>
  )
}

const Called = ({
  order,
  away,
}: {
  order: BoardEntry
  /** On another page: whoever has the board read aloud hears it all the same, and hears it once. */
  away: boolean
}) => {
  const words = useWords(boardWords)
  const now = useNow(5000)
  const fresh = order.state === "ready" && now - Date.parse(order.since) < freshMs
  return (
    <li data-fresh={fresh} className={away ? "only-read" : undefined}>
      <b>{order.number}</b>
      {order.label !== undefined && order.label !== "" && (
        <span dir="auto">{order.type === "dineIn" ? words.table(order.label) : order.label}</span>
      )}
      {fresh && <em>{words.fresh}</em>}
    </li>
  )
}

/** How long a number that has just become ready stands out. */
const freshMs = 60_000

/** Long enough to find one's number on a page, short enough to wait for the next. */
const turnMs = 8000

/** On a wall of any size this is read from ten times as far away as the screen is high. */
const smallestIn = (screenHeight: number): number => Math.max(24, screenHeight * 0.045)
