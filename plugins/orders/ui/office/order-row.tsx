import type { OrderView } from "#core/kitchen/order-view.ts"
import { useLanguage, useWords } from "#core/ui/i18n.ts"
import { money } from "#core/ui/money.ts"
import { clockTime } from "#core/ui/span.ts"
import { useOrderName } from "./order-name.ts"
import { OrderState } from "./order-state.tsx"
import { OrderTook } from "./order-took.tsx"
import { ordersOfficeWords } from "./orders-office-words.ts"

/** One order of the list. All of the row is what opens it. */
export const OrderRow = ({ order, onOpen }: { order: OrderView; onOpen: () => void }) => {
  const { columns } = useWords(ordersOfficeWords)
  const language = useLanguage()
  const nameOf = useOrderName()
  return (
    <li className="orders__row" data-status={order.status}>
      <h3 className="orders__name">
        <button type="button" onClick={onOpen}>
          {nameOf(order)}
        </button>
      </h3>
      <span className="orders__server">
        <span className="only-read">{columns.server} </span>
        <span dir="auto">{order.server ?? "–"}</span>
      </span>
      <span className="orders__placed">
        <span className="only-read">{columns.placed} </span>
        <time dateTime={order.placedAt}>{clockTime(Date.parse(order.placedAt), language)}</time>
      </span>
      <span className="orders__took">
        <span className="only-read">{columns.took} </span>
        <OrderTook order={order} />
      </span>
      <span className="orders__total">
        <span className="only-read">{columns.total} </span>
        {money(order.total.amount, order.total.currency, language)}
      </span>
      <span className="orders__state">
        <OrderState order={order} />
      </span>
    </li>
  )
}
