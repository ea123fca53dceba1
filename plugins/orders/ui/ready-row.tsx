import type { OrderView } from "#core/kitchen/order-view.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { useView } from "#core/ui/hub/use-view.ts"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { span } from "#core/ui/span.ts"
import { useCard } from "./card-context.tsx"
import { useCollecting } from "./collecting.tsx"
import { useDesk } from "./desk.tsx"
import type { OpenOrder } from "./floor-row.ts"
import { handheldWords } from "./handheld-words.ts"
import { readyParts, readySince, shownOrder } from "./shown-order.ts"
import { coldAfterMs } from "./table-state.ts"
import { go } from "./use-route.ts"

/** What one order has at the pass. Collected it keeps its place for a moment, with the way back. */
export const ReadyRow = ({ order, tableId, table, now }: OpenOrder & { now: number }) => {
  const words = useWords(handheldWords)
  const language = useLanguage()
  const card = useCard()
  const { sent } = useDesk()
  const { collected, collect, takeBack } = useCollecting()
  const { items } = useView<OrderView>(`order/${order.orderId}`)
  const { orderId } = order
  const shown = shownOrder(orderId, items.get(orderId), sent, card)
  const parts = readyParts(shown?.lines ?? [])
  const taken = collected.find((one) => one.orderId === orderId)
  // Collected here a moment ago: the floor follows.
  if (shown !== undefined && parts.length === 0 && taken === undefined) return null
  const since = shown === undefined ? order.readySince : readySince(shown)
  const age = since === undefined ? undefined : now - Date.parse(since)
  const place = table === undefined ? `#${order.number}` : `${words.table} ${table}`
  const cold = taken === undefined && age !== undefined && age > coldAfterMs
  return (
    <li
      className={`ready__row${cold ? " ready__row--cold" : ""}${taken === undefined ? "" : " ready__row--taken"}`}
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
          {taken === undefined && (
            <span className="ready__age">
              {words.tableState.ready} {age !== undefined && span(age)}
            </span>
          )}
          <span className="ready__taken" role="status">
            {taken !== undefined && (
              <>
                <Icon name="check" size={18} /> {words.collected}
              </>
            )}
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
      {taken === undefined ? (
        <Button
          key="collect"
          icon="check"
          disabled={parts.length === 0}
          onClick={() => collect(orderId, parts)}
        >
          {words.collected}
        </Button>
      ) : (
        // A key of its own: the second half of a double tap must not take it back.
        <Button
          key="takeBack"
          icon="undo"
          aria-label={`${words.takeBack}: ${place}`}
          onClick={() => takeBack(taken)}
        >
          {words.takeBack}
        </Button>
      )}
    </li>
  )
}
