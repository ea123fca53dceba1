import { leastAdvancedFirst } from "#core/kitchen/order.ts"
import type { Deed } from "./sent-command.ts"
import type { ShownLine } from "./shown-order.ts"

type Split = Extract<Deed, { readonly op: "splitTo" }>["args"]

/** What stays here of a line when some of its order goes to another one. Going there twice takes no more along. */
export const parted = (line: ShownLine, split: Split): ReadonlyArray<ShownLine> => {
  const { toOrderId, lineIds = [], parts = [] } = split
  if (lineIds.includes(line.lineId)) return []
  const part = parts.find(({ lineId }) => lineId === line.lineId)
  const partedTo = line.partedTo ?? []
  if (part === undefined || partedTo.includes(toOrderId)) return [line]
  // Of a part something stayed.
  const going = Math.min(part.quantity, Math.max(0, line.quantity - 1))
  return [
    {
      ...line,
      quantity: line.quantity - going,
      counts: withoutUnits(line.counts, going),
      waiting: "split",
      partedTo: [...partedTo, toOrderId],
    },
  ]
}

/** As the hub takes them: the least advanced go. */
const withoutUnits = (counts: ShownLine["counts"], quantity: number): ShownLine["counts"] => {
  const left = { ...counts }
  let going = quantity
  for (const status of leastAdvancedFirst) {
    const taken = Math.min(going, left[status])
    left[status] -= taken
    going -= taken
  }
  return left
}
