import { useEffect, useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
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
  const [rows, setRows] = useState(fewRows)
  const ready = readyOrders(floor)
  const others = ready.length - rows
  if (ready.length === 0) return null
  return (
    <section className="ready" aria-labelledby="ready">
      <h2 id="ready" className="ready__title">
        <Icon name="bell" />
        {words.readyToCollect}
      </h2>
      <ul>
        {ready.slice(0, rows).map((one) => (
          <ReadyRow key={one.order.orderId} {...one} now={now} />
        ))}
      </ul>
      {others > 0 &&
        (rows < mostRows ? (
          <Button kind="quiet" wide icon="down" onClick={() => setRows(mostRows)}>
            {words.andMore(others)}
          </Button>
        ) : (
          <p className="ready__others">{words.andMore(others)}</p>
        ))}
    </section>
  )
}

/** Nobody carries more than this at once, and the oldest come first. */
const fewRows = 8

/** Each row follows its order, and a connection follows 64 things at most. */
const mostRows = 48
