import { useState } from "react"
import { nextSort } from "#core/ui/admin/list-order.ts"
import type { ListPage } from "#core/ui/admin/tenant-path.ts"
import { useEarlier } from "#core/ui/admin/use-earlier.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useAsked } from "#core/ui/session/use-asked.ts"
import { byPlace, type StoredRoom, type StoredTable } from "./floor.ts"
import { floorWords } from "./floor-words.ts"
import { RoomBlock } from "./room-block.tsx"
import { RoomForm } from "./room-form.tsx"
import { TableForm } from "./table-form.tsx"
import { TablesForm } from "./tables-form.tsx"
import "#core/ui/admin/blocks.css"
import "./floor.css"

/** What lies over the page. */
type Open =
  | { readonly what: "room"; readonly room?: StoredRoom }
  | { readonly what: "table"; readonly table: StoredTable }
  | { readonly what: "tables"; readonly room: StoredRoom }

/** The rooms of the restaurant and the tables in them. */
const FloorPage = () => {
  const words = useWords(floorWords)
  const rooms = useAsked<ListPage<StoredRoom>>("/plugins/floor_plan/rooms?size=200")
  const tables = useAsked<ListPage<StoredTable>>("/plugins/floor_plan/tables?size=200")
  const [open, setOpen] = useState<Open>()
  const refresh = () => {
    rooms.again()
    tables.again()
  }
  const { putEarlier, failure } = useEarlier("/plugins/floor_plan/rooms", rooms.again)
  const inOrder = (rooms.value?.items ?? []).toSorted(byPlace)
  const all = tables.value?.items ?? []
  const tablesOf = ({ id }: StoredRoom) => all.filter(({ roomId }) => roomId === id)
  const close = () => setOpen(undefined)
  const done = () => {
    close()
    refresh()
  }
  return (
    <>
      <p className="office__lead">{words.lead}</p>
      <Failure failure={rooms.problem ?? tables.problem} onRetry={refresh} />
      <Failure failure={failure} />
      <div className="row">
        <Button kind="primary" icon="add" onClick={() => setOpen({ what: "room" })}>
          {words.addRoom}
        </Button>
      </div>
      {rooms.value !== undefined && inOrder.length === 0 && <p role="status">{words.none}</p>}
      {tables.value !== undefined && tables.value.total > all.length && (
        <p role="status">{words.more(tables.value.total)}</p>
      )}
      {inOrder.map((room, at) => (
        <RoomBlock
          key={room.id}
          room={room}
          tables={tables.value === undefined ? undefined : tablesOf(room).toSorted(byPlace)}
          onEarlier={at === 0 ? undefined : () => putEarlier(inOrder, at)}
          onChange={() => setOpen({ what: "room", room })}
          onTable={(table) => setOpen({ what: "table", table })}
          onAdd={() => setOpen({ what: "tables", room })}
        />
      ))}
      {open?.what === "room" && (
        <RoomForm
          room={open.room}
          sort={nextSort(inOrder)}
          isEmpty={open.room !== undefined && tablesOf(open.room).length === 0}
          onClose={close}
          onDone={done}
        />
      )}
      {open?.what === "table" && (
        <TableForm
          table={open.table}
          rooms={inOrder}
          others={all.filter(({ id }) => id !== open.table.id)}
          onClose={close}
          onDone={done}
        />
      )}
      {open?.what === "tables" && <TablesForm room={open.room} others={all} onClose={done} />}
    </>
  )
}

export default FloorPage
