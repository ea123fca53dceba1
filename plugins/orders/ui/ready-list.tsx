import type { OrderView } from "#core/kitchen/order-view.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { useView } from "#core/ui/hub/use-view.ts"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { span } from "#core/ui/span.ts"
import { useCard } from "./card-context.tsx"
import { useDesk } from "./desk.tsx"
import type { FloorItem } from "./floor-row.ts"
import { handheldWords } from "./handheld-words.ts"
import { type ReadyOrder, readyOrders } from "./ready-orders.ts"
import { readyParts, readySince, shownOrder } from "./shown-order.ts"
import { coldAfterMs } from "./table-state.ts"
import { go } from "./use-route.ts"
import "./ready-list.css"

/** What stands at the pass, over all tables: the most pressing thing on this page. Empty it takes no room. */
export const ReadyList = ({
  floor,
  now,
}: {
  floor: ReadonlyMap<string, FloorItem>
  now: number
}) => {
  const words = useWords(handheldWords)
  const ready = readyOrders(floor).slice(0, maxRows)
  if (ready.length === 0) return null
  return (
    <section className="ready" aria-labelledby="ready">
      <h2 id="ready" className="ready__title">
        <Icon name="bell" />
        {words.readyToCollect}
      </h2>
      <ul>
        {ready.map((one) => (
          <ReadyRow key={one.order.orderId} {...one} now={now} />
        ))}
      </ul>
    </section>
  )
}

/** Each row follows its order; nobody carries more than this at once, and the oldest come first. */
const maxRows = 8

const ReadyRow = ({ order, tableId, table, now }: ReadyOrder & { now: number }) => {
  const words = useWords(handheldWords)
  const language = useLanguage()
  const card = useCard()
  const { sent, ask } = useDesk()
  const { items } = useView<OrderView>(`order/${order.orderId}`)
  const { orderId } = order
  const shown = shownOrder(orderId, items.get(orderId), sent, card)
  const parts = readyParts(shown?.lines ?? [])
  // Collected here a moment ago: the floor follows.
  if (shown !== undefined && parts.length === 0) return null
  const since = shown === undefined ? order.readySince : readySince(shown)
  const age = since === undefined ? undefined : now - Date.parse(since)
  const place = table === undefined ? `#${order.number}` : `${words.table} ${table}`
  return (
    <li
      className={`ready__row${age !== undefined && age > coldAfterMs ? " ready__row--cold" : ""}`}
    >
      <button
        type="button"
        className="ready__open"
        onClick={() =>
          go(tableId === undefined ? { at: "order", orderId } : { at: "table", tableId, orderId })
        }
      >
        <span className="ready__head">
          <strong dir="auto">{place}</strong>
          <span className="ready__age">
            {words.tableState.ready} {age !== undefined && span(age)}
          </span>
        </span>
        <span className="ready__dishes">
          {shown === undefined
            ? words.dishes(order.counts.ready ?? 0)
            : shown.lines
                .filter(({ counts }) => counts.ready > 0)
                .map((line) => (
                  <span key={line.lineId} dir="auto">
                    {line.counts.ready} {nameIn(language, line)}
                  </span>
                ))}
        </span>
      </button>
      <Button
        kind="plain"
        icon="check"
        disabled={parts.length === 0}
        onClick={() => ask({ op: "serveLines", args: { orderId, parts } })}
      >
        {words.collected}
      </Button>
    </li>
  )
}
