import type { OrderView } from "#core/kitchen/order-view.ts"
import { type Language, useLanguage, useWords } from "#core/ui/i18n.ts"
import { OrderRow } from "./order-row.tsx"
import { ordersOfficeWords } from "./orders-office-words.ts"

/** Orders below the business day that they belong to. */
export const OrderDays = ({
  orders,
  onOpen,
}: {
  orders: ReadonlyArray<OrderView>
  onOpen: (order: OrderView) => void
}) => {
  const language = useLanguage()
  const days = [...new Set(orders.map(({ businessDay }) => businessDay))]
  return days.map((day) => (
    <section key={day} className="stack stack--tight" aria-labelledby={`orders-${day}`}>
      <h2 id={`orders-${day}`} className="orders__day">
        {dayName(day, language)}
      </h2>
      <div className="orders">
        <Columns />
        <ul>
          {orders
            .filter(({ businessDay }) => businessDay === day)
            .map((order) => (
              <OrderRow key={order.id} order={order} onOpen={() => onOpen(order)} />
            ))}
        </ul>
      </div>
    </section>
  ))
}

/** For the eye: who has it read aloud hears the column in each row. */
const Columns = () => {
  const { columns } = useWords(ordersOfficeWords)
  return (
    <div className="orders__columns" aria-hidden="true">
      <span>{columns.order}</span>
      <span>{columns.server}</span>
      <span>{columns.placed}</span>
      <span>{columns.took}</span>
      <span className="orders__total">{columns.total}</span>
      <span>{columns.state}</span>
    </div>
  )
}

/** `Tuesday 1 December`; a business day has no zone. */
const dayName = (day: string, language: Language): string =>
  new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, {
    weekday: "long",
    day: "numeric",
    month: "long",
    timeZone: "UTC",
  }).format(Date.parse(day))
