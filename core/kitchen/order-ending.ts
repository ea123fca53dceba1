import { Result } from "effect"
import type { Counts, PlacedOrder } from "./order.ts"
import { voiding } from "./order-amending.ts"
import type { CommandContext } from "./order-command.ts"
import type { OrderEvent } from "./order-event.ts"
import { stampOf } from "./order-stamp.ts"
import { type Refused, refused } from "./refusal.ts"
import { countsOf, takeUnits } from "./units.ts"

/** Terminal: voids whatever was not collected. */
export const cancel = (
  order: PlacedOrder,
  reason: string | undefined,
  context: CommandContext,
): ReadonlyArray<OrderEvent> => [
  {
    type: "OrderCancelled",
    ...stampOf(context),
    moves: order.lines.flatMap((line) => voiding(order, line, line.quantity)),
    ...(reason === undefined ? {} : { reason }),
  },
]

/** Refuses with `ORDER_STILL_COOKING` while anything is draft, held, sent or started; what is ready counts as collected. */
export const close = (
  order: PlacedOrder,
  context: CommandContext,
): Result.Result<ReadonlyArray<OrderEvent>, Refused> => {
  const open = { draft: 0, held: 0, sent: 0, started: 0 }
  for (const line of order.lines) addOpen(open, countsOf(order, line))
  if (open.draft + open.held + open.sent + open.started > 0)
    return Result.fail(
      refused("ORDER_STILL_COOKING", "The kitchen is not done with this order.", open),
    )
  const moves = order.lines.flatMap((line) =>
    takeUnits(line, order.tickets, ["ready"], "served", line.quantity),
  )
  return Result.succeed([{ type: "OrderClosed", ...stampOf(context), moves }])
}

type Open = Record<"draft" | "held" | "sent" | "started", number>

const addOpen = (open: Open, counts: Counts): void => {
  open.draft += counts.draft
  open.held += counts.held
  open.sent += counts.sent
  open.started += counts.started
}
