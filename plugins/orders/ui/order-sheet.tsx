import { useState } from "react"
import { v7 } from "uuid"
import type { OrderId } from "#core/kitchen/ids.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { useHubStatus } from "#core/ui/hub/hub-provider.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { CancelChoice } from "./cancel-choice.tsx"
import { useClosing } from "./closing.tsx"
import { useSettled } from "./collect-ready.tsx"
import { useDesk } from "./desk.tsx"
import { handheldWords } from "./handheld-words.ts"
import { JoinSheet } from "./join-sheet.tsx"
import { MoveSheet } from "./move-sheet.tsx"
import { type AskedFirst, OpenOrderDeeds } from "./open-order-deeds.tsx"
import type { Deed } from "./sent-command.ts"
import type { ShownOrder } from "./shown-order.ts"
import { splitOf } from "./split-choice.ts"
import { SplitSheet } from "./split-sheet.tsx"
import { useRoute } from "./use-route.ts"
import { goAlong, type Place, placeOf } from "./way-to-order.ts"

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
  const { close, reopen } = useClosing()
  useSettled()
  const { status } = useHubStatus()
  const route = useRoute()
  const [asks, setAsks] = useState<AskedFirst>()
  const run = (deed: Deed) => {
    if (deed.op === "close") close(order)
    else ask(deed)
    onClose()
  }
  const runAndGo = (deed: Deed, to: Place) => {
    run(deed)
    // Without a connection the order is only known where we are.
    if (status === "live") goAlong(route, to)
  }
  const args = { orderId: order.id }
  if (asks === "move")
    return (
      <MoveSheet
        order={order}
        onMove={(tableId) =>
          runAndGo(
            { op: "moveTable", args: { ...args, tableId } },
            { at: "table", tableId, orderId: order.id },
          )
        }
        onClose={onClose}
      />
    )
  if (asks === "join")
    return (
      <JoinSheet
        order={order}
        onJoin={({ order: { orderId }, tableId }) =>
          runAndGo(
            { op: "mergeInto", args: { ...args, intoOrderId: orderId } },
            placeOf(orderId, tableId),
          )
        }
        onClose={onClose}
      />
    )
  if (asks === "split")
    return (
      <SplitSheet
        order={order}
        onSplit={(going, target) => run(splitOf(order, going, target, v7() as OrderId))}
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
          <OpenOrderDeeds
            order={order}
            onRun={run}
            onAsk={setAsks}
            onRepeat={() => {
              onClose()
              onRepeat()
            }}
          />
        )}
        {order.status === "closed" && (
          <Button
            large
            wide
            icon="undo"
            onClick={() => {
              reopen(order)
              onClose()
            }}
          >
            {words.reopen}
          </Button>
        )}
      </div>
    </Sheet>
  )
}
