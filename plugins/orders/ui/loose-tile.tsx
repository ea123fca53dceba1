import { useWords } from "#core/ui/i18n.ts"
import type { LooseRow } from "./floor-row.ts"
import { handheldWords } from "./handheld-words.ts"
import type { TableState } from "./table-state.ts"
import { Tile } from "./tile.tsx"
import { go } from "./use-route.ts"

/** One order without a table, told by its number, which a queued one has not yet; or by a table that is no more. */
export const LooseTile = ({
  order,
  state,
  now,
}: {
  order: Pick<LooseRow, "orderId"> & Partial<LooseRow>
  state: TableState
  now: number
}) => {
  const words = useWords(handheldWords)
  const { number = "…", table, note, orderType = "takeaway" } = order
  const name = number === "…" ? number : `#${number}`
  return (
    <Tile
      name={table ?? name}
      spoken={table === undefined ? `${words.takeaway} ${name}` : `${words.table} ${table}`}
      state={state}
      fact={table === undefined ? (note ?? words.type[orderType]) : words.tableGone(number)}
      rushed={(order.priority ?? 0) > 0}
      basket={false}
      now={now}
      onOpen={() => go({ at: "order", orderId: order.orderId })}
    />
  )
}
