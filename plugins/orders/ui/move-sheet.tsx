import type { TableId } from "#core/kitchen/ids.ts"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { handheldWords } from "./handheld-words.ts"
import type { ShownOrder } from "./shown-order.ts"
import { TableButtons } from "./table-buttons.tsx"

/** Where the guests of an order sit now. */
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
  return (
    <Sheet title={words.moveTo} onClose={onClose}>
      <TableButtons except={order.tableId} onChoose={({ tableId }) => onMove(tableId)} />
    </Sheet>
  )
}
