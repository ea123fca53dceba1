import { useWords } from "#core/ui/i18n.ts"
import type { FloorOrder } from "./floor-row.ts"
import { handheldWords } from "./handheld-words.ts"
import type { TableState } from "./table-state.ts"
import { Tile } from "./tile.tsx"
import { go } from "./use-route.ts"

/** One order without a table, told by its number; a queued one has none yet. */
export const LooseTile = ({
  order,
  state,
  now,
}: {
  order: Pick<FloorOrder, "orderId"> & Partial<FloorOrder>
  state: TableState
  now: number
}) => {
  const words = useWords(handheldWords)
  const name = order.number === undefined ? "…" : `#${order.number}`
  return (
    <Tile
      name={name}
      spoken={`${words.takeaway} ${name}`}
      state={state}
      fact={order.note ?? words.type[order.orderType ?? "takeaway"]}
      rushed={(order.priority ?? 0) > 0}
      basket={false}
      now={now}
      onOpen={() => go({ at: "order", orderId: order.orderId })}
    />
  )
}
