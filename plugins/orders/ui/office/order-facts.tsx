import type { OrderView } from "#core/kitchen/order-view.ts"
import { useClock } from "#core/ui/admin/use-clock.ts"
import { useNow } from "#core/ui/hub/use-now.ts"
import { useLanguage, useWords } from "#core/ui/i18n.ts"
import { wantedTime } from "#core/ui/span.ts"
import { OrderState } from "./order-state.tsx"
import { OrderTook } from "./order-took.tsx"
import { ordersOfficeWords } from "./orders-office-words.ts"

/** How the order stands, whose it is and since when. */
export const OrderFacts = ({ order }: { order: OrderView }) => {
  const words = useWords(ordersOfficeWords)
  const language = useLanguage()
  const clock = useClock()
  const now = useNow(60_000)
  const { columns } = words
  return (
    <>
      <p className="row">
        <OrderState order={order} />
      </p>
      {order.mergedInto !== undefined && <p>{words.mergedInto(order.mergedInto.number)}</p>}
      <dl className="facts">
        <dt>{columns.placed}</dt>
        <dd>
          <time dateTime={order.placedAt}>{clock.full(order.placedAt)}</time>
        </dd>
        <dt>{columns.took}</dt>
        <dd>
          <OrderTook order={order} />
        </dd>
        <dt>{columns.server}</dt>
        <dd dir="auto">{order.server ?? "–"}</dd>
      </dl>
      {(order.covers !== undefined || order.promisedAt !== undefined) && (
        <p>
          {[
            order.covers !== undefined && words.guests(order.covers),
            order.promisedAt !== undefined &&
              words.promised(wantedTime(Date.parse(order.promisedAt), now, language)),
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
      )}
      {order.note !== undefined && (
        <p>
          <q dir="auto">{order.note}</q>
        </p>
      )}
    </>
  )
}
