import { useRef } from "react"
import type { TicketView } from "#core/kitchen/ticket.ts"
import { type KeyMap, placeLabel } from "./keys/key-map.ts"
import { Placed } from "./placed.tsx"
import type { Cell } from "./slots.ts"
import { TicketCard, type TicketCardProps } from "./ticket-card.tsx"
import { useColumnCount } from "./use-column-count.ts"
import "./ticket-grid.css"

export interface GridProps {
  /** Side by side at most; 0: as many as fit. */
  readonly columns: number
  /** Which key bumps which place. */
  readonly keys: KeyMap
  readonly card: Omit<TicketCardProps, "ticket" | "keyLabel" | "refusal">
  readonly refusals: ReadonlyMap<TicketView["ticketId"], string>
}

/**
 * Places from left to right in as many columns as fit. A bumped ticket leaves a gap of its own height, so nothing else
 * moves until the hub closes the gaps.
 */
export const TicketGrid = ({
  cells,
  columns: atMost,
  keys,
  card,
  refusals,
}: GridProps & { readonly cells: ReadonlyArray<Cell> }) => {
  const grid = useRef<HTMLDivElement>(null)
  const heights = useRef(new Map<number, number>())
  const columns = useColumnCount(grid, atMost)
  return (
    <div
      className="ticket-grid"
      ref={grid}
      style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
    >
      {cells.map((cell, place) => {
        const column = (place % columns) + 1
        if (cell.kind === "gap") {
          const height = heights.current.get(cell.slot) ?? emptyPx
          return (
            <Placed key={`gap ${cell.slot} ${height}`} column={column}>
              <div className="ticket-grid__gap" style={{ height }} />
            </Placed>
          )
        }
        const { ticket, slot } = cell
        return (
          <Placed
            key={ticket.ticketId}
            column={column}
            onHeight={(px) => heights.current.set(slot, px)}
          >
            <TicketCard
              {...card}
              ticket={ticket}
              keyLabel={ticket.status === "held" ? undefined : placeLabel(keys, place)}
              refusal={refusals.get(ticket.ticketId)}
            />
          </Placed>
        )
      })}
    </div>
  )
}

/** Of a gap whose ticket this screen never showed. */
const emptyPx = 160
