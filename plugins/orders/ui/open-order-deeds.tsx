import { Button } from "#core/ui/design/button.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { handheldWords } from "./handheld-words.ts"
import { useHands } from "./hands.tsx"
import { joiningWords } from "./joining-words.ts"
import type { Deed } from "./sent-command.ts"
import type { ShownOrder } from "./shown-order.ts"
import { maySplit } from "./split-choice.ts"

/** What a sheet of its own asks before it is done. */
export type AskedFirst = "cancel" | "move" | "join" | "split"

/** What can be done with an order while it is open. */
export const OpenOrderDeeds = ({
  order,
  onRun,
  onAsk,
  onRepeat,
}: {
  order: ShownOrder
  onRun: (deed: Deed) => void
  onAsk: (first: AskedFirst) => void
  onRepeat: () => void
}) => {
  const words = useWords(handheldWords)
  const joining = useWords(joiningWords)
  const { person, speaksFor } = useHands()
  const me = person?.name ?? speaksFor
  const args = { orderId: order.id }
  return (
    <>
      <Button
        large
        wide
        icon="bolt"
        aria-pressed={order.rushed}
        onClick={() => onRun({ op: "rush", args: { ...args, on: !order.rushed } })}
      >
        {order.rushed ? words.rushOff : words.rush}
      </Button>
      <Button large wide icon="undo" onClick={onRepeat}>
        {words.repeat}
      </Button>
      {order.type === "dineIn" && (
        <Button large wide icon="table" onClick={() => onAsk("move")}>
          {words.move}
        </Button>
      )}
      <Button large wide icon="join" onClick={() => onAsk("join")}>
        {joining.join}
      </Button>
      {maySplit(order) && (
        <Button large wide icon="split" onClick={() => onAsk("split")}>
          {joining.split}
        </Button>
      )}
      {me !== undefined && me !== order.server && (
        <Button large wide icon="person" onClick={() => onRun({ op: "transferTo", args })}>
          {joining.takeOver}
        </Button>
      )}
      <Button large wide icon="check" onClick={() => onRun({ op: "close", args })}>
        {words.close}
      </Button>
      <Button kind="danger" large wide icon="close" onClick={() => onAsk("cancel")}>
        {words.cancel}
      </Button>
    </>
  )
}
