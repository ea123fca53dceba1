import type { TicketId } from "#core/kitchen/ids.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Chip } from "#core/ui/design/chip.tsx"
import { useNow } from "#core/ui/hub/use-now.ts"
import { useWords } from "#core/ui/i18n.ts"
import { type Elsewhere, elsewhereOf } from "./elsewhere.ts"
import { lowerEdge } from "./in-sight.ts"
import type { Board } from "./slots.ts"
import { kitchenWords } from "./words.ts"
import "./board-pager.css"

/** The way to the other pages, and what presses there: nobody turns a page to look for a rush. */
export const BoardPager = ({
  board: { pages },
  page,
  below,
  onPage,
}: {
  board: Board
  page: number
  /** Tickets of this page that end below the edge. */
  below: number
  /** @param seek a ticket of that page to lead to */
  onPage: (page: number, seek?: TicketId) => void
}) => {
  const words = useWords(kitchenWords)
  const elsewhere = elsewhereOf(pages, page, useNow())
  const { pressing } = elsewhere
  const further = below > 0 && (
    <Button className="board-pager__below" icon="down" onClick={scrollOn}>
      {words.below(below)}
    </Button>
  )
  // One page: there is nothing to turn.
  if (pages.length === 1) return <div className="board-pager">{further}</div>
  return (
    <nav className="board-pager" aria-label={words.page(page + 1, pages.length)}>
      <Button
        icon="back"
        aria-label={words.previousPage}
        disabled={page === 0}
        onClick={() => onPage(page - 1)}
      />
      {further}
      <p className="board-pager__middle">
        <span>
          <span className="board-pager__page">{words.page(page + 1, pages.length)} · </span>
          <b>{words.elsewhere(elsewhere.tickets)}</b>
        </span>
        {pressing !== undefined && (
          <Pressing elsewhere={elsewhere} onGo={() => onPage(pressing.page, pressing.ticketId)} />
        )}
      </p>
      <Button
        icon="next"
        aria-label={words.nextPage}
        disabled={page === pages.length - 1}
        onClick={() => onPage(page + 1)}
      />
    </nav>
  )
}

/** So far that what was at the foot is at the head. */
const scrollOn = (): void => {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches
  scrollBy({ top: lowerEdge() * 0.7, behavior: still ? "instant" : "smooth" })
}

const Pressing = ({
  elsewhere: { rushed, late },
  onGo,
}: {
  elsewhere: Elsewhere
  onGo: () => void
}) => {
  const words = useWords(kitchenWords)
  const said = [
    ...(rushed > 0 ? [words.rushes(rushed)] : []),
    ...(late > 0 ? [words.late(late)] : []),
  ]
  return (
    <Button className="board-pager__pressing" aria-label={words.toPressing(said)} onClick={onGo}>
      {rushed > 0 && (
        <Chip tone="strong" icon="bolt">
          {words.rushes(rushed)}
        </Chip>
      )}
      {late > 0 && (
        <Chip tone="late" icon="alert">
          {words.late(late)}
        </Chip>
      )}
    </Button>
  )
}
