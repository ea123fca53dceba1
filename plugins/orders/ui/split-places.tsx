import { Button } from "#core/ui/design/button.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useView } from "#core/ui/hub/use-view.ts"
import { useWords } from "#core/ui/i18n.ts"
import { type FloorItem, ordersAt } from "./floor-row.ts"
import { joiningWords } from "./joining-words.ts"
import { OrderButton } from "./order-button.tsx"
import { RoomSection } from "./room-section.tsx"
import type { ShownOrder } from "./shown-order.ts"
import type { SplitTarget } from "./split-choice.ts"
import { TableButtons } from "./table-buttons.tsx"

/** Where the dishes that were chosen go: to an order of its own here, to another one here, or to another table. */
export const SplitPlaces = ({
  order,
  target,
  onChoose,
  onBack,
}: {
  order: ShownOrder
  target: SplitTarget
  onChoose: (target: SplitTarget) => void
  onBack: () => void
}) => {
  const words = useWords(joiningWords)
  const { items } = useView<FloorItem>("floor")
  const here = order.tableId === undefined ? undefined : items.get(order.tableId)
  const others = here?.type === "table" ? ordersAt(here) : []
  return (
    <Sheet title={words.where} onClose={onBack}>
      <RoomSection name={words.atThisTable}>
        <div className="order-buttons">
          <Button
            large
            icon="add"
            aria-pressed={target.kind === "new"}
            data-first
            onClick={() => onChoose({ kind: "new" })}
          >
            {words.newOrder}
          </Button>
          {others
            .filter((open) => open.order.orderId !== order.id)
            .map((open) => {
              const { orderId, number } = open.order
              return (
                <OrderButton
                  key={orderId}
                  open={open}
                  chosen={target.kind === "order" && target.orderId === orderId}
                  onChoose={() => onChoose({ kind: "order", orderId, number })}
                />
              )
            })}
        </div>
      </RoomSection>
      <TableButtons
        except={order.tableId}
        chosen={{ tableId: target.kind === "table" ? target.tableId : undefined }}
        onChoose={({ tableId, name }) => onChoose({ kind: "table", tableId, name })}
      />
    </Sheet>
  )
}
