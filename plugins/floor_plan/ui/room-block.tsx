import { Button } from "#core/ui/design/button.tsx"
import { useWords } from "#core/ui/i18n.ts"
import type { StoredRoom, StoredTable } from "./floor.ts"
import { floorWords } from "./floor-words.ts"

/** One room with its tables: a touch on any of them opens what it is. */
export const RoomBlock = ({
  room,
  tables,
  onEarlier,
  onChange,
  onTable,
  onAdd,
}: {
  room: StoredRoom
  /** Undefined: not known yet. */
  tables: ReadonlyArray<StoredTable> | undefined
  /** Undefined: it is the first. */
  onEarlier: (() => void) | undefined
  onChange: () => void
  onTable: (table: StoredTable) => void
  onAdd: () => void
}) => {
  const words = useWords(floorWords)
  return (
    <section className="block" aria-label={room.name}>
      <div className="row row--apart">
        <h2 dir="auto">{room.name}</h2>
        <span className="row">
          {onEarlier !== undefined && (
            <Button icon="up" aria-label={words.earlier(room.name)} onClick={onEarlier} />
          )}
          <Button icon="more" aria-label={words.changeRoom(room.name)} onClick={onChange} />
        </span>
      </div>
      {tables?.length === 0 && <p className="quiet">{words.noTables}</p>}
      <ul className="floor__tables">
        {tables?.map((table) => (
          <li key={table.id}>
            <Button
              wide
              className="floor__table"
              aria-label={`${words.changeTable(table.name)}, ${words.seatsOf(table.seats)}`}
              onClick={() => onTable(table)}
            >
              <b dir="auto">{table.name}</b>
              <small>{words.seatsOf(table.seats)}</small>
            </Button>
          </li>
        ))}
      </ul>
      <div className="row">
        <Button icon="add" aria-label={words.addTablesTo(room.name)} onClick={onAdd}>
          {words.addTables}
        </Button>
      </div>
    </section>
  )
}
