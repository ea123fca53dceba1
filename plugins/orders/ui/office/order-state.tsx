import type { OrderStatus, OrderView } from "#core/kitchen/order-view.ts"
import { Chip, type Tone } from "#core/ui/design/chip.tsx"
import type { IconName } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { ordersOfficeWords } from "./orders-office-words.ts"

/** How an order stands, and whether something of it was voided: each a word and a shape. */
export const OrderState = ({
  order,
}: {
  order: Pick<OrderView, "status" | "lines" | "priority">
}) => {
  const words = useWords(ordersOfficeWords)
  const [tone, icon] = looks[order.status]
  const voided = order.lines.reduce((sum, { counts }) => sum + counts.voided, 0)
  return (
    <>
      <Chip tone={tone} icon={icon}>
        {words.status[order.status]}
      </Chip>
      {order.priority > 0 && order.status === "open" && (
        <Chip tone="warn" icon="bolt">
          {words.rush}
        </Chip>
      )}
      {voided > 0 && <Chip icon="undo">{words.voided(voided)}</Chip>}
    </>
  )
}

const looks: Readonly<Record<OrderStatus, readonly [Tone, IconName]>> = {
  open: ["accent", "circle"],
  closed: ["ok", "check"],
  cancelled: ["plain", "close"],
  merged: ["plain", "join"],
}
