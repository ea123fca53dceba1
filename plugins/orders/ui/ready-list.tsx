import { useEffect } from "react"
import { Icon } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useCollecting } from "./collecting.tsx"
import type { FloorItem } from "./floor-row.ts"
import { handheldWords } from "./handheld-words.ts"
import { readyOrders } from "./ready-orders.ts"
import { ReadyRow } from "./ready-row.tsx"
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
  const { settle } = useCollecting()
  useEffect(() => settle, [settle])
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
