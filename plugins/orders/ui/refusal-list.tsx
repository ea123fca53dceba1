import type { TableId } from "#core/kitchen/ids.ts"
import { useWords } from "#core/ui/i18n.ts"
import { useDesk } from "./desk.tsx"
import type { FloorItem } from "./floor-row.ts"
import { handheldWords } from "./handheld-words.ts"
import { RefusalNote } from "./refusal-note.tsx"
import type { RefusedDeed } from "./refused-deed.ts"

/** Everything the hub said no to, wherever it was asked: a refusal that came late finds its waiter here. */
export const RefusalList = ({ floor }: { floor: ReadonlyMap<string, FloorItem> }) => {
  const words = useWords(handheldWords)
  const { refusals } = useDesk()
  return refusals.map((refusal) => {
    const place = placeOf(refusal, floor)
    const name = place === undefined ? words.takeaway : `${words.table} ${place.name}`
    return (
      <RefusalNote
        key={refusal.cid}
        refusal={refusal}
        title={words.refusedAt(name)}
        basket={place?.tableId === undefined ? "takeaway" : `table/${place.tableId}`}
      />
    )
  })
}

const placeOf = (
  { deed, orderId }: RefusedDeed,
  floor: ReadonlyMap<string, FloorItem>,
): { readonly name: string; readonly tableId?: TableId } | undefined => {
  for (const item of floor.values()) {
    // Its table is in no plan any more.
    if (item.type === "order" && item.table !== undefined && item.orderId === orderId)
      return { name: item.table }
    if (item.type !== "table") continue
    const isHere =
      item.orders.some((order) => order.orderId === orderId) ||
      (deed.op === "placeOrder" && deed.args.tableId === item.tableId)
    if (isHere) return item
  }
  return undefined
}
