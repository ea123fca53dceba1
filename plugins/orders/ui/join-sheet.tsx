import { Sheet } from "#core/ui/design/sheet.tsx"
import { useView } from "#core/ui/hub/use-view.ts"
import { useWords } from "#core/ui/i18n.ts"
import type { FloorItem, OpenOrder } from "./floor-row.ts"
import { type JoinGroup, ordersToJoin } from "./join-choice.ts"
import { joiningWords } from "./joining-words.ts"
import { OrderButton } from "./order-button.tsx"
import { RoomSection } from "./room-section.tsx"
import type { ShownOrder } from "./shown-order.ts"

/** Which order this one becomes part of: those at the same table stand first. */
export const JoinSheet = ({
  order,
  onJoin,
  onClose,
}: {
  order: ShownOrder
  onJoin: (into: OpenOrder) => void
  onClose: () => void
}) => {
  const words = useWords(joiningWords)
  const { items } = useView<FloorItem>("floor")
  const groups = ordersToJoin(order, items)
  const nameOf = (place: JoinGroup["place"]): string => {
    if (place === "here") return words.atThisTable
    return place === "loose" ? words.withoutTable : place.room
  }
  return (
    <Sheet title={words.joinTitle} onClose={onClose}>
      {groups.length === 0 && <p>{words.noOther}</p>}
      {groups.map(({ place, orders }) => (
        <RoomSection key={nameOf(place)} name={nameOf(place)}>
          <div className="order-buttons">
            {orders.map((open) => (
              <OrderButton key={open.order.orderId} open={open} onChoose={() => onJoin(open)} />
            ))}
          </div>
        </RoomSection>
      ))}
    </Sheet>
  )
}
