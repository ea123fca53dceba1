import { useEffect, useRef, useState } from "react"
import type { TicketId } from "#core/kitchen/ids.ts"
import { Icon } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { BoardPager } from "./board-pager.tsx"
import type { Board } from "./slots.ts"
import { type GridProps, TicketGrid } from "./ticket-grid.tsx"
import { useBelow } from "./use-below.ts"
import { kitchenWords } from "./words.ts"
import "./board-grid.css"

/** The tickets in the hub's places, oldest first; then what is held; then the way to the other pages. */
export const BoardGrid = ({
  board,
  page,
  onPage,
  known,
  ...grid
}: GridProps & {
  readonly board: Board
  readonly page: number
  readonly onPage: (page: number) => void
  /** False until the hub sent its picture: an empty board would be a lie before that. */
  readonly known: boolean
}) => {
  const words = useWords(kitchenWords)
  const cells = board.pages[page] ?? []
  const pages = board.pages.length
  const root = useRef<HTMLDivElement>(null)
  const isEmpty = known && pages === 1 && cells.length + board.held.length === 0
  const below = useBelow(root, isEmpty)
  const [sought, setSought] = useState<TicketId>()
  useEffect(() => {
    if (sought === undefined) return
    root.current?.querySelector<HTMLElement>(`[data-ticket="${sought}"]`)?.focus()
    setSought(undefined)
  }, [sought])
  if (isEmpty) return <Empty />
  return (
    <div className="board" ref={root}>
      <div className="board__tickets">
        <TicketGrid key={page} cells={cells} {...grid} />
        {board.held.length > 0 && (
          <section aria-label={words.heldAfter}>
            <h2 className="board__held">
              <Icon name="pause" />
              {words.heldAfter}
            </h2>
            <TicketGrid
              cells={board.held.map((ticket, at) => ({ kind: "ticket", slot: at, ticket }))}
              {...grid}
            />
          </section>
        )}
      </div>
      {(pages > 1 || below > 0) && (
        <BoardPager
          board={board}
          below={below}
          page={page}
          onPage={(to, seek) => {
            onPage(to)
            setSought(seek)
          }}
        />
      )}
    </div>
  )
}

const Empty = () => {
  const words = useWords(kitchenWords)
  return (
    <div className="board__empty">
      <Icon name="check" size={64} />
      <h2>{words.empty}</h2>
      <p>{words.emptyHint}</p>
    </div>
  )
}
