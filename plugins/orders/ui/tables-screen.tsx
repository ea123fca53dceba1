import { useMemo, useState } from "react"
import type { TableId } from "#core/kitchen/ids.ts"
import { Button } from "#core/ui/design/button.tsx"
import { useNow } from "#core/ui/hub/use-now.ts"
import { useWords } from "#core/ui/i18n.ts"
import { ClosedBar } from "./closed-bar.tsx"
import { ClosedLately } from "./closed-lately.tsx"
import { useDesk } from "./desk.tsx"
import { type FloorItem, looseOrders, roomsOf } from "./floor-row.ts"
import { HandheldBar } from "./handheld-bar.tsx"
import { handheldWords } from "./handheld-words.ts"
import { LooseTile } from "./loose-tile.tsx"
import { queuedOrders } from "./queued-orders.ts"
import { ReadyList } from "./ready-list.tsx"
import { RefusalList } from "./refusal-list.tsx"
import { tableState } from "./table-state.ts"
import { TableTile } from "./table-tile.tsx"
import { useFullBaskets } from "./use-basket.ts"
import { go } from "./use-route.ts"
import "./tables-screen.css"

/** The restaurant at a glance, and the way to every order. */
export const TablesScreen = ({
  floor,
  known,
  menuOff,
  lateAfterMinutes,
}: {
  floor: ReadonlyMap<string, FloorItem>
  known: boolean
  menuOff: boolean
  lateAfterMinutes: number
}) => {
  const words = useWords(handheldWords)
  const now = useNow()
  const { sent } = useDesk()
  const baskets = useFullBaskets()
  const rooms = useMemo(() => roomsOf(floor), [floor])
  const loose = useMemo(() => looseOrders(floor), [floor])
  const queued = useMemo(() => queuedOrders(sent, floor), [sent, floor])
  const [chosen, setChosen] = useState(() => sessionStorage.getItem(lastTab))
  const choose = (tab: string) => {
    sessionStorage.setItem(lastTab, tab)
    setChosen(tab)
  }
  const room = rooms.find(({ name }) => name === chosen) ?? rooms[0]
  const atTakeaway = chosen === takeawayTab || room === undefined
  const stateOf = (tableId: TableId) => {
    const table = floor.get(tableId)
    const orders = table?.type === "table" ? table.orders : []
    return tableState(
      orders,
      queued.find((one) => one.tableId === tableId)?.at,
      now,
      lateAfterMinutes,
    )
  }
  const queuedLoose = queued.filter(({ tableId }) => tableId === undefined)

  return (
    <div className="tables">
      <HandheldBar title={words.tables} />
      <div className="tables__scroll">
        <RefusalList floor={floor} />
        <ReadyList floor={floor} now={now} />
        {menuOff && (
          <p className="tables__empty" role="status">
            {words.menuOff}
          </p>
        )}
        <nav className="tabs" aria-label={words.tables}>
          {rooms.map(({ name, tables }) => (
            <Tab
              key={name}
              name={name}
              current={!atTakeaway && name === room?.name}
              calling={tables.filter(({ tableId }) => isCalling(stateOf(tableId).name)).length}
              onChoose={() => choose(name)}
            />
          ))}
          <Tab
            name={words.takeaway}
            current={atTakeaway}
            calling={loose.filter(({ counts }) => (counts.ready ?? 0) > 0).length}
            onChoose={() => choose(takeawayTab)}
          />
        </nav>
        {atTakeaway ? (
          <section className="tables__grid" aria-label={words.takeaway}>
            {!menuOff && (
              <Button icon="add" className="tile-add" onClick={() => go({ at: "takeaway" })}>
                {words.newTakeaway}
              </Button>
            )}
            {loose.map((order) => (
              <LooseTile
                key={order.orderId}
                order={order}
                state={tableState([order], undefined, now, lateAfterMinutes)}
                now={now}
              />
            ))}
            {queuedLoose.map(({ orderId, at }) => (
              <LooseTile
                key={orderId}
                order={{ orderId }}
                state={{ name: "queued", since: at, urgent: false }}
                now={now}
              />
            ))}
          </section>
        ) : (
          <section className="tables__grid" aria-label={room.name}>
            {room.tables.map((table) => (
              <TableTile
                key={table.tableId}
                table={table}
                state={stateOf(table.tableId)}
                basket={baskets.has(`table/${table.tableId}`)}
                now={now}
              />
            ))}
          </section>
        )}
        {!known && rooms.length === 0 && (
          <p className="tables__empty" role="status">
            {words.floorComing}
          </p>
        )}
        {known && rooms.length === 0 && (
          <p className="tables__empty">
            <strong>{words.noTables}</strong> {words.noTablesHint}
          </p>
        )}
        <ClosedLately />
      </div>
      <ClosedBar />
    </div>
  )
}

const takeawayTab = "\u0000takeaway"
const lastTab = "heard.handheld.tab"

const isCalling = (name: string): boolean => name === "ready" || name === "late"

const Tab = ({
  name,
  current,
  calling,
  onChoose,
}: {
  name: string
  current: boolean
  calling: number
  onChoose: () => void
}) => (
  <button
    type="button"
    className="tab"
    aria-current={current ? "page" : undefined}
    onClick={onChoose}
  >
    <span dir="auto">{name}</span>
    {calling > 0 && <span className="tab__calling">{calling}</span>}
  </button>
)
