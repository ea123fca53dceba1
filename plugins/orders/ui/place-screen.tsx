import { useState } from "react"
import { v7 } from "uuid"
import type { OrderId } from "#core/kitchen/ids.ts"
import { useWords } from "#core/ui/i18n.ts"
import type { MenuState } from "#core/ui/menu-card.ts"
import { type Basket, countOf, emptyBasket, linesToSend, type Sending } from "./basket.ts"
import { useDesk } from "./desk.tsx"
import type { FloorItem, TableRow } from "./floor-row.ts"
import { handheldWords } from "./handheld-words.ts"
import { MenuPane } from "./menu-pane.tsx"
import { OrderPane } from "./order-pane.tsx"
import { OrderTabs } from "./order-tabs.tsx"
import { type Pane, PlaceBar } from "./place-bar.tsx"
import { SendBar } from "./send-bar.tsx"
import type { ShownOrder } from "./shown-order.ts"
import { useBasket } from "./use-basket.ts"
import { usePlace } from "./use-place.ts"
import { goInstead } from "./use-route.ts"
import { type Place, placeKeyOf } from "./way-to-order.ts"
import "./place-screen.css"

/**
 * A table, or an order without one: its orders, the menu, and what is written down and not sent. On a phone the order
 * and the menu take turns, on a tablet they stand side by side.
 */
export const PlaceScreen = ({
  route,
  floor,
  menuState,
  askSeats,
}: {
  route: Place
  floor: ReadonlyMap<string, FloorItem>
  menuState: MenuState
  /** Dishes are written down by seat. */
  askSeats: boolean
}) => {
  const words = useWords(handheldWords)
  const { ask } = useDesk()
  const { table, orderIds, orderId, order, missing } = usePlace(route, floor)
  const placeKey = placeKeyOf(route)
  const [basket, changeBasket] = useBasket(placeKey)
  const [chosenPane, setPane] = useState<Pane>()
  const merged = order?.status === "merged"
  const pane = chosenPane ?? (orderId === undefined || countOf(basket) > 0 ? "menu" : "order")
  const open = order?.status === "open" ? order : undefined
  const seats = askSeats ? seatsOf(table, order, basket) : 0

  const send = (how: Sending) => {
    const lines = linesToSend(basket, how)
    if (open !== undefined) ask({ op: "addLines", args: { orderId: open.id, lines, send: true } })
    else place(lines)
    changeBasket(() => emptyBasket)
    setPane("order")
  }
  const place = (lines: ReturnType<typeof linesToSend>) => {
    const id = v7() as OrderId
    ask({
      op: "placeOrder",
      args: { id, ...whatIsPlaced(basket, table), lines, send: true },
    })
    if (table === undefined) goInstead({ at: "order", orderId: id })
    else goInstead({ at: "table", tableId: table.tableId, orderId: id })
  }
  const number = order?.number === undefined ? words.takeaway : `#${order.number}`
  const tableName = table?.name ?? order?.table
  const title = tableName === undefined ? number : `${words.table} ${tableName}`

  return (
    <div className={`place${merged ? " place--merged" : ""}`} data-pane={merged ? "order" : pane}>
      <PlaceBar
        title={title}
        order={order}
        lines={order?.lines.filter(({ progress }) => progress !== "voided").length ?? 0}
        pane={merged ? undefined : pane}
        onPane={setPane}
      />
      {!merged && (
        <section className="place__menu" aria-label={words.menu}>
          <MenuPane basket={basket} onBasket={changeBasket} seats={seats} state={menuState} />
        </section>
      )}
      <section className="place__order" aria-label={words.order}>
        {orderIds.length > 1 && table !== undefined && (
          <OrderTabs table={table} orderIds={orderIds} current={orderId} />
        )}
        <OrderPane
          order={order}
          unknown={missing}
          placeKey={placeKey}
          tableId={table?.tableId}
          seats={seats}
          basket={basket}
          onBasket={changeBasket}
          onRepeat={() => setPane("order")}
        />
      </section>
      {!merged && (
        <SendBar
          basket={basket}
          order={order}
          pane={pane}
          menuOff={menuState === "off"}
          isNew={open === undefined}
          seated={table !== undefined}
          onBasket={changeBasket}
          onPane={setPane}
          onSend={send}
          onSeat={table === undefined || orderId !== undefined ? undefined : () => place([])}
        />
      )}
    </div>
  )
}

const whatIsPlaced = ({ covers, note }: Basket, table: TableRow | undefined) => ({
  ...(table === undefined
    ? { type: "takeaway" as const }
    : { type: "dineIn" as const, tableId: table.tableId }),
  ...(covers === undefined ? {} : { covers }),
  ...(note === undefined ? {} : { note }),
})

/** How many seats can be named: chairs, or guests where they sat closer. */
const seatsOf = (
  table: TableRow | undefined,
  order: ShownOrder | undefined,
  basket: Basket,
): number => (table === undefined ? 0 : Math.max(table.seats, order?.covers ?? basket.covers ?? 0))
