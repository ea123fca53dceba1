import { useState } from "react"
import type { TableId } from "#core/kitchen/ids.ts"
import { useHubStatus } from "#core/ui/hub/hub-provider.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { Slot } from "#core/ui/shell/slot.tsx"
import { type Basket, countOf } from "./basket.ts"
import { BasketLines } from "./basket-lines.tsx"
import { ClosedLately } from "./closed-lately.tsx"
import { ClosedNote } from "./closed-note.tsx"
import { CollectReady } from "./collect-ready.tsx"
import { CourseGroup } from "./course-group.tsx"
import { coursesOfOrder } from "./course-lines.ts"
import { useDesk } from "./desk.tsx"
import { handheldWords } from "./handheld-words.ts"
import { joiningWords } from "./joining-words.ts"
import { LineSheet } from "./line-sheet.tsx"
import { MergedOrder } from "./merged-order.tsx"
import { OrderHead } from "./order-head.tsx"
import { RefusalNote } from "./refusal-note.tsx"
import { concerns, lineOf } from "./refused-deed.ts"
import { RepeatSheet } from "./repeat-sheet.tsx"
import { readyParts, type ShownOrder } from "./shown-order.ts"
import "./order-pane.css"

/** What is ordered and how far it is, and what is written down and not sent. */
export const OrderPane = ({
  order,
  unknown,
  placeKey,
  tableId,
  seats,
  basket,
  onBasket,
  onRepeat,
}: {
  order: ShownOrder | undefined
  /** There should be an order, and nobody knows it (yet). */
  unknown: boolean
  placeKey: string
  tableId: TableId | undefined
  seats: number
  basket: Basket
  onBasket: (change: (basket: Basket) => Basket) => void
  onRepeat: () => void
}) => {
  const words = useWords(handheldWords)
  const joining = useWords(joiningWords)
  const { refusals } = useDesk()
  const [openLine, setOpenLine] = useState<string>()
  const [repeating, setRepeating] = useState(false)
  // A refused order never came to be: what was refused belongs to its table.
  const own = refusals.filter(
    (refusal) =>
      (order !== undefined && concerns(refusal, order.id)) ||
      (refusal.deed.op === "placeOrder" &&
        tableId !== undefined &&
        refusal.deed.args.tableId === tableId),
  )
  const general = own.filter(
    (refusal) => !order?.lines.some(({ lineId }) => lineId === lineOf(refusal)),
  )
  const line = order?.lines.find(({ lineId }) => lineId === openLine)
  const ready = readyParts(order?.lines ?? [])

  const notes = general.map((refusal) => (
    <RefusalNote
      key={refusal.cid}
      refusal={refusal}
      basket={placeKey}
      {...(refusal.deed.op === "mergeInto" && { title: joining.notJoined })}
    />
  ))
  if (order?.status === "merged")
    return (
      <div className="order">
        {notes}
        <MergedOrder order={order} notSent={countOf(basket)} />
      </div>
    )

  return (
    <div className="order">
      {notes}
      {order !== undefined && <OrderHead order={order} onRepeat={() => setRepeating(true)} />}
      {order?.status === "closed" && <ClosedNote order={order} />}
      {order !== undefined && <CollectReady key={order.id} order={order} ready={ready} />}
      {basket.lines.length > 0 && <BasketLines basket={basket} onBasket={onBasket} seats={seats} />}
      {order !== undefined &&
        coursesOfOrder(order).map((group) => (
          <CourseGroup
            key={group.course ?? 0}
            order={order}
            group={group}
            refusals={own}
            placeKey={placeKey}
            onLine={setOpenLine}
          />
        ))}
      {order?.number !== undefined && <Slot name="order.details.aside" orderId={order.id} />}
      {unknown && <p className="order__none">{words.unknownOrder}</p>}
      {order?.untold !== undefined && <Untold dishes={order.untold} />}
      {!unknown && countOf(basket) === 0 && isEmpty(order) && (
        <p className="order__none">{words.noLines}</p>
      )}
      {tableId !== undefined && <ClosedLately tableId={tableId} />}
      {order !== undefined && line !== undefined && (
        <LineSheet order={order} line={line} onClose={() => setOpenLine(undefined)} />
      )}
      {order !== undefined && repeating && (
        <RepeatSheet
          order={order}
          onRepeat={(lines) => {
            onBasket((now) => ({ ...now, lines: [...now.lines, ...lines] }))
            setRepeating(false)
            onRepeat()
          }}
          onClose={() => setRepeating(false)}
        />
      )}
    </div>
  )
}

const isEmpty = (order: ShownOrder | undefined): boolean =>
  order === undefined || (order.lines.length === 0 && !order.untold)

/** With a connection it is a matter of a moment, and not worth a word. */
const Untold = ({ dishes }: { dishes: number }) => {
  const words = useWords(handheldWords)
  const { status } = useHubStatus()
  if (dishes === 0 || status === "live") return null
  return (
    <p className="order__none" role="status">
      {words.untold(dishes)}
    </p>
  )
}
