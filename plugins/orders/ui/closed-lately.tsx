import { useState } from "react"
import type { TableId } from "#core/kitchen/ids.ts"
import type { OrderView } from "#core/kitchen/order-view.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useHub } from "#core/ui/hub/hub-provider.tsx"
import { useLanguage, useWords } from "#core/ui/i18n.ts"
import { money } from "#core/ui/money.ts"
import { useAsked } from "#core/ui/session/use-asked.ts"
import { span } from "#core/ui/span.ts"
import { closingWords } from "./closing-words.ts"
import { handheldWords } from "./handheld-words.ts"
import { joiningWords } from "./joining-words.ts"
import { go } from "./use-route.ts"
import { placeOf } from "./way-to-order.ts"
import "./closed-orders.css"

/**
 * The way to orders that are no longer on the floor.
 *
 * @param tableId of this table alone; absent: of all
 */
export const ClosedLately = ({ tableId }: { tableId?: TableId | undefined }) => {
  const words = useWords(closingWords)
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button
        kind="quiet"
        wide
        icon="clock"
        className="closed-lately"
        onClick={() => setOpen(true)}
      >
        {words.lately}
      </Button>
      {open && <ClosedOrders tableId={tableId} onClose={() => setOpen(false)} />}
    </>
  )
}

const ClosedOrders = ({
  tableId,
  onClose,
}: {
  tableId: TableId | undefined
  onClose: () => void
}) => {
  const words = useWords(closingWords)
  const hub = useHub()
  const [path] = useState(() => {
    const since = new Date(hub.now() - latelyMs).toISOString()
    const which = { status: "closed", size: "50", since, ...(tableId !== undefined && { tableId }) }
    return `/plugins/orders/orders?${new URLSearchParams(which)}`
  })
  const { value, problem, again } = useAsked<{ readonly items: ReadonlyArray<OrderView> }>(path)
  const lastFirst = value?.items.toSorted((one, other) =>
    (other.closedAt ?? "").localeCompare(one.closedAt ?? ""),
  )
  return (
    <Sheet title={words.lately} onClose={onClose}>
      <Failure failure={problem} onRetry={again} />
      {lastFirst?.length === 0 && <p>{words.none}</p>}
      <ul className="closed-orders">
        {lastFirst?.map((order) => (
          <li key={order.id}>
            <ClosedOrder
              order={order}
              now={hub.now()}
              onChoose={() => {
                onClose()
                go(placeOf(order.id, order.tableId))
              }}
            />
          </li>
        ))}
      </ul>
    </Sheet>
  )
}

const ClosedOrder = ({
  order: { number, table, closedAt, server, total },
  now,
  onChoose,
}: {
  order: OrderView
  /** Milliseconds since 1970. */
  now: number
  onChoose: () => void
}) => {
  const words = useWords(handheldWords)
  const joining = useWords(joiningWords)
  const language = useLanguage()
  return (
    <button type="button" className="closed-order" onClick={onChoose}>
      <strong>#{number}</strong>
      <span>{table === undefined ? words.takeaway : joining.tableNamed(table)}</span>
      <span className="closed-order__total">{money(total.amount, total.currency, language)}</span>
      <span className="closed-order__when">
        {closedAt !== undefined && words.ago(span(now - Date.parse(closedAt)))}
        {server !== undefined && (
          <>
            {" · "}
            <Icon name="person" size={14} /> <bdi>{server}</bdi>
          </>
        )}
      </span>
    </button>
  )
}

/** Half a day: a service, and the one before it. */
const latelyMs = 12 * 3_600_000
