import type { TicketView } from "#core/kitchen/ticket.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { keyLabel } from "./bump-key.ts"
import type { Board } from "./slots.ts"
import { TicketCard, type TicketCardProps } from "./ticket-card.tsx"
import { kitchenWords } from "./words.ts"
import "./board-grid.css"

/** The tickets in the hub's places, left to right, oldest first; then what is held; then the way to the other pages. */
export const BoardGrid = ({
  board,
  page,
  onPage,
  known,
  card,
  refusals,
}: {
  board: Board
  page: number
  onPage: (page: number) => void
  known: boolean
  card: Omit<TicketCardProps, "ticket" | "keyLabel" | "refusal">
  refusals: ReadonlyMap<TicketView["ticketId"], string>
}) => {
  const words = useWords(kitchenWords)
  const cells = board.pages[page] ?? []
  const pages = board.pages.length
  const later = board.pages.slice(page + 1).flat().length
  if (known && pages === 1 && cells.length + board.held.length === 0) return <Empty />
  return (
    <div className="board">
      <div className="board__grid">
        {cells.map((cell, place) =>
          cell.kind === "gap" ? (
            <div key={`gap ${cell.slot}`} className="board__gap" />
          ) : (
            <TicketCard
              key={cell.ticket.ticketId}
              {...card}
              ticket={cell.ticket}
              keyLabel={cell.ticket.status === "held" ? undefined : keyLabel(place)}
              refusal={refusals.get(cell.ticket.ticketId)}
            />
          ),
        )}
      </div>
      {board.held.length > 0 && (
        <section className="board__held" aria-label={words.heldAfter}>
          <h2>
            <Icon name="pause" />
            {words.heldAfter}
          </h2>
          <div className="board__grid">
            {board.held.map((ticket) => (
              <TicketCard
                key={ticket.ticketId}
                {...card}
                ticket={ticket}
                keyLabel={undefined}
                refusal={refusals.get(ticket.ticketId)}
              />
            ))}
          </div>
        </section>
      )}
      {pages > 1 && (
        <nav className="board__pages" aria-label={words.page(page + 1, pages)}>
          <Button
            icon="back"
            aria-label={words.previousPage}
            disabled={page === 0}
            onClick={() => onPage(page - 1)}
          />
          <span>
            {words.page(page + 1, pages)}
            {later > 0 && ` · ${words.hidden(later)}`}
          </span>
          <Button
            icon="next"
            aria-label={words.nextPage}
            disabled={page === pages - 1}
            onClick={() => onPage(page + 1)}
          />
        </nav>
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
