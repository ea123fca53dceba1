import type { OrderView, OrderViewLine } from "#core/kitchen/order-view.ts"
import { Chip } from "#core/ui/design/chip.tsx"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { money } from "#core/ui/money.ts"
import { ModifierList } from "./modifier-list.tsx"
import { ordersOfficeWords } from "./office/orders-office-words.ts"
import { progressWords } from "./state-words.ts"

/** What was ordered, as it stands now, and what it comes to. */
export const OrderDishes = ({ order }: { order: OrderView }) => {
  const words = useWords(ordersOfficeWords)
  const language = useLanguage()
  const { amount, currency } = order.total
  return (
    <section className="stack stack--tight">
      <h3>{words.dishes}</h3>
      {order.lines.length === 0 && <p className="quiet">{words.nothing}</p>}
      <ul className="rows">
        {order.lines.map((line) => (
          <Dish key={line.lineId} line={line} currency={currency} />
        ))}
      </ul>
      <p className="row row--apart orders__sum">
        <span>{words.total}</span>
        <strong className="number">{money(amount, currency, language)}</strong>
      </p>
    </section>
  )
}

const Dish = ({ line, currency }: { line: OrderViewLine; currency: string | undefined }) => {
  const words = useWords(ordersOfficeWords)
  const progress = useWords(progressWords)
  const language = useLanguage()
  const { quantity, counts } = line
  return (
    <li className="rows__one">
      <span className="orders__quantity number">{quantity} ×</span>
      <span className="rows__text">
        <strong dir="auto">{nameIn(language, line)}</strong>
        <ModifierList modifiers={line.modifiers} note={line.note} />
        <span className="quiet small">
          {[
            line.status === "voided" ? undefined : progress[line.status],
            line.seat === undefined ? undefined : words.seat(line.seat),
            line.course === undefined ? undefined : words.course(line.course),
          ]
            .filter((one) => one !== undefined)
            .join(" · ")}
        </span>
        {counts.voided > 0 && (
          <span>
            <Chip icon="undo">{words.voided(counts.voided)}</Chip>
          </span>
        )}
      </span>
      <span className="orders__amount number">
        {money(quantity * line.unitPrice, currency, language)}
      </span>
    </li>
  )
}
