import { v7 } from "uuid"
import type { LineId, ProductId } from "#core/kitchen/ids.ts"
import type { LineInput } from "#core/kitchen/order-command.ts"
import type { BasketLine } from "./basket.ts"
import type { Deed } from "./sent-command.ts"
import type { ShownLine } from "./shown-order.ts"

/** The dishes of a command that the hub refused, ready to be sent again as new lines. */
export const basketLinesOf = (deed: Deed): ReadonlyArray<BasketLine> => {
  if (deed.op !== "placeOrder" && deed.op !== "addLines") return []
  return (deed.args.lines as ReadonlyArray<LineInput>).map(({ modifiers, ...line }) => ({
    ...line,
    id: v7() as LineId,
    optionIds: (modifiers ?? []).map(({ optionId }) => optionId),
  }))
}

/** The same dishes once more: the next round. Nothing is on hold the second time. */
export const repeatedLine = (line: ShownLine): BasketLine => ({
  id: v7() as LineId,
  productId: line.productId as ProductId,
  quantity: line.quantity,
  optionIds: line.modifiers.flatMap(({ optionId }) => (optionId === undefined ? [] : [optionId])),
  ...(line.seat === undefined ? {} : { seat: line.seat }),
  ...(line.course === undefined ? {} : { course: line.course }),
  ...(line.note === undefined ? {} : { note: line.note }),
})
