import { Button } from "#core/ui/design/button.tsx"
import { useWords } from "#core/ui/i18n.ts"
import type { OpenOrder } from "./floor-row.ts"
import { handheldWords } from "./handheld-words.ts"
import { joiningWords } from "./joining-words.ts"
import "./order-button.css"

/** An open order to choose: where it is, its number, and how large it is. */
export const OrderButton = ({
  open: { order, table },
  chosen,
  onChoose,
}: {
  open: OpenOrder
  /** Absent where choosing it is the whole deed. */
  chosen?: boolean
  onChoose: () => void
}) => {
  const words = useWords(handheldWords)
  const joining = useWords(joiningWords)
  const { number, covers, note, orderType } = order
  const units = Object.values(order.counts).reduce((sum, count) => sum + count, 0)
  const facts = [
    table === undefined ? (note ?? words.type[orderType ?? "takeaway"]) : undefined,
    covers === undefined ? undefined : words.guests(covers),
    units === 0 ? undefined : words.dishes(units),
  ].filter((fact) => fact !== undefined)
  const spoken = [table === undefined ? [] : joining.tableNamed(table), `#${number}`, facts].flat(2)
  return (
    <Button
      large
      className="order-button"
      aria-label={spoken.join(", ")}
      {...(chosen === undefined ? {} : { "aria-pressed": chosen })}
      onClick={onChoose}
    >
      <span className="order-button__head">
        {table !== undefined && <b dir="auto">{table}</b>}
        <span>#{number}</span>
      </span>
      {facts.map((fact) => (
        <small key={fact} dir="auto">
          {fact}
        </small>
      ))}
    </Button>
  )
}
