import { Button } from "#core/ui/design/button.tsx"
import { Chip } from "#core/ui/design/chip.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { useView } from "#core/ui/hub/use-view.ts"
import { useWords } from "#core/ui/i18n.ts"
import { type FloorItem, openOrders } from "./floor-row.ts"
import { handheldWords } from "./handheld-words.ts"
import { joiningWords } from "./joining-words.ts"
import type { ShownOrder } from "./shown-order.ts"
import { useRoute } from "./use-route.ts"
import { goAlong, wayTo } from "./way-to-order.ts"
import "./merged-order.css"

/** Nothing is left to do with an order that is part of another one but to go there. */
export const MergedOrder = ({
  order: { mergedInto, tableId, waiting },
  notSent,
}: {
  order: ShownOrder
  /** Units that are written down here. */
  notSent: number
}) => {
  const words = useWords(handheldWords)
  const joining = useWords(joiningWords)
  const route = useRoute()
  const { items } = useView<FloorItem>("floor")
  if (mergedInto === undefined) return null
  const { orderId } = mergedInto
  const there = openOrders(items).find((open) => open.order.orderId === orderId)
  const number = mergedInto.number ?? there?.order.number
  return (
    <section className="merged">
      <div role="status">
        <h2 className="merged__title">
          <Icon name="join" size={24} />
          {joining.partOf(number)}
        </h2>
        {there?.table !== undefined && there.tableId !== tableId && (
          <p>{joining.tableNamed(there.table)}</p>
        )}
      </div>
      {waiting && (
        <Chip tone="accent" icon="clock">
          {words.orderWaiting}
        </Chip>
      )}
      {notSent > 0 && <p>{joining.comeAlong(notSent)}</p>}
      <Button
        kind="primary"
        large
        wide
        icon="next"
        onClick={() => goAlong(route, wayTo(orderId, items))}
      >
        {joining.goTo(number)}
      </Button>
    </section>
  )
}
