import type { TableId } from "#core/kitchen/ids.ts"
import { Button } from "#core/ui/design/button.tsx"
import { useView } from "#core/ui/hub/use-view.ts"
import { useWords } from "#core/ui/i18n.ts"
import { type FloorItem, roomsOf, type TableRow } from "./floor-row.ts"
import { handheldWords } from "./handheld-words.ts"
import { RoomSection } from "./room-section.tsx"
import "./table-buttons.css"

/** Every table but one, room by room, and whether somebody sits there already. */
export const TableButtons = ({
  except,
  chosen,
  onChoose,
}: {
  except: TableId | undefined
  /** Absent where choosing one is the whole deed. */
  chosen?: { readonly tableId: TableId | undefined }
  onChoose: (table: TableRow) => void
}) => {
  const words = useWords(handheldWords)
  const { items } = useView<FloorItem>("floor")
  return roomsOf(items).map(({ name: room, tables }) => (
    <RoomSection key={room} name={room}>
      <div className="table-buttons">
        {tables
          .filter(({ tableId }) => tableId !== except)
          .map((table) => (
            <Button
              key={table.tableId}
              large
              aria-label={words.moveToTable(table.name, table.orders.length > 0)}
              {...(chosen && { "aria-pressed": chosen.tableId === table.tableId })}
              onClick={() => onChoose(table)}
            >
              <b dir="auto">{table.name}</b>
              {table.orders.length > 0 && <small>{words.taken}</small>}
            </Button>
          ))}
      </div>
    </RoomSection>
  ))
}
