import { useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Chip } from "#core/ui/design/chip.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useMoney } from "./card-context.tsx"
import { handheldWords } from "./handheld-words.ts"
import { joiningWords } from "./joining-words.ts"
import { OrderSheet } from "./order-sheet.tsx"
import { type ShownOrder, totalOfOrder } from "./shown-order.ts"

/** What holds for the whole order, and the way to what can be done with it. */
export const OrderHead = ({ order, onRepeat }: { order: ShownOrder; onRepeat: () => void }) => {
  const words = useWords(handheldWords)
  const joining = useWords(joiningWords)
  const money = useMoney()
  const [deeds, setDeeds] = useState(false)
  return (
    <header className="order__head">
      <div className="order__facts">
        {order.untold === undefined && (
          <strong className="order__total">{money(totalOfOrder(order))}</strong>
        )}
        {order.status !== "open" && (
          <Chip tone="strong" icon={order.status === "closed" ? "check" : "close"}>
            {order.status === "closed" ? words.closed : words.cancelled}
          </Chip>
        )}
        {order.rushed && (
          <Chip tone="strong" icon="bolt">
            {words.rush}
          </Chip>
        )}
        {order.waiting && (
          <Chip tone="accent" icon="clock">
            {words.orderWaiting}
          </Chip>
        )}
        {order.server !== undefined && (
          <span className="order__server">
            <Icon name="person" size={16} /> {joining.looksAfter(order.server)}
          </span>
        )}
        {order.note !== undefined && (
          <p className="order__note" dir="auto">
            “{order.note}”
          </p>
        )}
      </div>
      {order.lines.length > 0 && order.untold === undefined && (
        <Button kind="quiet" icon="undo" onClick={onRepeat}>
          {words.again}
        </Button>
      )}
      {order.status !== "cancelled" && order.untold === undefined && (
        <Button
          kind="quiet"
          icon="more"
          aria-label={words.moreDeeds}
          onClick={() => setDeeds(true)}
        />
      )}
      {deeds && <OrderSheet order={order} onRepeat={onRepeat} onClose={() => setDeeds(false)} />}
    </header>
  )
}
