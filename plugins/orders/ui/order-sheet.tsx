import { useState } from "react"
import { Button } from "#core/ui/design/button.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useHubStatus } from "#core/ui/hub/hub-provider.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { CancelChoice } from "./cancel-choice.tsx"
import { useDesk } from "./desk.tsx"
import { handheldWords } from "./handheld-words.ts"
import { MoveSheet } from "./move-sheet.tsx"
import type { Deed } from "./sent-command.ts"
import type { ShownOrder } from "./shown-order.ts"
import { carryBasket } from "./use-basket.ts"
import { goInstead } from "./use-route.ts"

/** What can be done with a whole order. Only cancelling asks again: everything else can be taken back. */
export const OrderSheet = ({
  order,
  onRepeat,
  onClose,
}: {
  order: ShownOrder
  onRepeat: () => void
  onClose: () => void
}) => {
  const words = useWords(handheldWords)
  const { ask } = useDesk()
  const { status } = useHubStatus()
  const [asks, setAsks] = useState<"cancel" | "move">()
  const run = (deed: Deed) => {
    ask(deed)
    onClose()
  }
  const args = { orderId: order.id }
  if (asks === "move")
    return (
      <MoveSheet
        order={order}
        onMove={(tableId) => {
          run({ op: "moveTable", args: { ...args, tableId } })
          // Without a connection the order is only known where we are.
          if (status !== "live") return
          carryBasket(`table/${order.tableId}`, `table/${tableId}`)
          goInstead({ at: "table", tableId, orderId: order.id })
        }}
        onClose={onClose}
      />
    )
  if (asks === "cancel")
    return (
      <CancelChoice
        onCancel={() => run({ op: "cancel", args })}
        onKeep={() => setAsks(undefined)}
        onClose={onClose}
      />
    )
  return (
    <Sheet title={order.number === undefined ? words.order : `#${order.number}`} onClose={onClose}>
      <div className="deeds">
        {order.status === "open" && (
          <>
            <Button
              large
              wide
              icon="bolt"
              aria-pressed={order.rushed}
              onClick={() => run({ op: "rush", args: { ...args, on: !order.rushed } })}
            >
              {order.rushed ? words.rushOff : words.rush}
            </Button>
            <Button
              large
              wide
              icon="undo"
              onClick={() => {
                onClose()
                onRepeat()
              }}
            >
              {words.repeat}
            </Button>
            {order.type === "dineIn" && (
              <Button large wide icon="table" onClick={() => setAsks("move")}>
                {words.move}
              </Button>
            )}
            <Button large wide icon="check" onClick={() => run({ op: "close", args })}>
              {words.close}
            </Button>
            <Button kind="danger" large wide icon="close" onClick={() => setAsks("cancel")}>
              {words.cancel}
            </Button>
          </>
        )}
        {order.status === "closed" && (
          <Button large wide icon="undo" onClick={() => run({ op: "reopen", args })}>
            {words.reopen}
          </Button>
        )}
      </div>
    </Sheet>
  )
}
