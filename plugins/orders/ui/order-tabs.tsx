import type { OrderId } from "#core/kitchen/ids.ts"
import { useWords } from "#core/ui/i18n.ts"
import type { TableRow } from "./floor-row.ts"
import { handheldWords } from "./handheld-words.ts"
import { goInstead } from "./use-route.ts"

/** Several orders at one table: which one is looked at. */
export const OrderTabs = ({
  table,
  orderIds,
  current,
}: {
  table: TableRow
  orderIds: ReadonlyArray<OrderId>
  current: OrderId | undefined
}) => {
  const words = useWords(handheldWords)
  return (
    <nav className="tabs" aria-label={words.orders(orderIds.length)}>
      {orderIds.map((orderId) => {
        const known = table.orders.find((order) => order.orderId === orderId)
        return (
          <button
            key={orderId}
            type="button"
            className="tab"
            aria-current={orderId === current ? "page" : undefined}
            onClick={() => goInstead({ at: "table", tableId: table.tableId, orderId })}
          >
            {known === undefined ? words.progress.queued : `#${known.number}`}
          </button>
        )
      })}
    </nav>
  )
}
