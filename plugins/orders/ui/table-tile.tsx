import { useWords } from "#core/ui/i18n.ts"
import type { TableRow } from "./floor-row.ts"
import { handheldWords } from "./handheld-words.ts"
import type { TableState } from "./table-state.ts"
import { Tile } from "./tile.tsx"
import { go } from "./use-route.ts"

/** One table. */
export const TableTile = ({
  table: { tableId, name, orders, seats },
  state,
  basket,
  now,
}: {
  table: TableRow
  state: TableState
  /** Something is written down for it and not sent. */
  basket: boolean
  now: number
}) => {
  const words = useWords(handheldWords)
  const guests = orders.reduce((sum, { covers }) => sum + (covers ?? 0), 0)
  const fact =
    orders.length > 1
      ? words.orders(orders.length)
      : guests > 0
        ? words.guests(guests)
        : words.seats(seats)
  return (
    <Tile
      name={name}
      spoken={`${words.table} ${name}`}
      state={state}
      fact={fact}
      rushed={orders.some(({ priority }) => (priority ?? 0) > 0)}
      basket={basket}
      now={now}
      onOpen={() => go({ at: "table", tableId })}
    />
  )
}
