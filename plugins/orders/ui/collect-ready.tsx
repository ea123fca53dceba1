import { useEffect } from "react"
import type { LinePart } from "#core/kitchen/order-command.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useCollecting } from "./collecting.tsx"
import { handheldWords } from "./handheld-words.ts"
import type { ShownOrder } from "./shown-order.ts"
import "./collect-ready.css"

/** All of an order that is at the pass, collected in one tap, with a moment to take it back. */
export const CollectReady = ({
  order: { id },
  ready,
}: {
  order: Pick<ShownOrder, "id">
  ready: ReadonlyArray<LinePart>
}) => {
  const words = useWords(handheldWords)
  const { collected, collect, takeBack, settle } = useCollecting()
  // Elsewhere nobody sees the way back.
  useEffect(() => settle, [settle])
  const taken = collected.find(({ orderId }) => orderId === id)
  if (taken !== undefined)
    return (
      <div className="collect-ready">
        <span role="status">
          <Icon name="check" /> {words.collected}
        </span>
        {/* A key of its own: the second half of a double tap must not take it back. */}
        <Button key="takeBack" large icon="undo" onClick={() => takeBack(taken)}>
          {words.takeBack}
        </Button>
      </div>
    )
  if (ready.length === 0) return null
  return (
    <Button
      key="collect"
      large
      wide
      icon="check"
      className="collect-ready__all"
      onClick={() => collect(id, ready)}
    >
      {words.collectAll(ready.reduce((sum, { quantity }) => sum + quantity, 0))}
    </Button>
  )
}

/** Where something else is about to happen to the order, what was collected of it goes out first. */
export const useSettled = (): void => {
  const { settle } = useCollecting()
  useEffect(settle, [settle])
}
