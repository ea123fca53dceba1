import type { TableId } from "#core/kitchen/ids.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useView } from "#core/ui/hub/use-view.ts"
import { useWords } from "#core/ui/i18n.ts"
import { type FloorItem, roomsOf } from "./floor-row.ts"
import { handheldWords } from "./handheld-words.ts"
import type { ShownOrder } from "./shown-order.ts"
import "./move-sheet.css"

/** Where the guests of an order sit now: every other table, and whether somebody sits there already. */
export const MoveSheet = ({
  order,
  onMove,
  onClose,
}: {
  order: ShownOrder
  onMove: (tableId: TableId) => void
  onClose: () => void
}) => {
  const words = useWords(handheldWords)
  const { items } = useView<FloorItem>("floor")
  return (
    <Sheet title={words.moveTo} onClose={onClose}>
      {roomsOf(items).map(({ name: room, tables }) => (
        <section key={room} className="move" aria-label={room}>
          <h3 dir="auto">{room}</h3>
          <div className="move__tables">
            {tables
              .filter(({ tableId }) => tableId !== order.tableId)
              .map(({ tableId, name, orders }) => (
                <Button
                  key={tableId}
                  large
                  aria-label={words.moveToTable(name, orders.length > 0)}
                  onClick={() => onMove(tableId)}
                >
                  <b dir="auto">{name}</b>
                  {orders.length > 0 && <small>{words.taken}</small>}
                </Button>
              ))}
          </div>
        </section>
      ))}
    </Sheet>
  )
}
