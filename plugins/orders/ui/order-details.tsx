import { v7 } from "uuid"
import type { OrderView } from "#core/kitchen/order-view.ts"
import { useDeed } from "#core/ui/admin/use-deed.ts"
import { Button } from "#core/ui/design/button.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { Sheet } from "#core/ui/design/sheet.tsx"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { useMay } from "#core/ui/session/me.tsx"
import { useAsked } from "#core/ui/session/use-asked.ts"
import { historyNames } from "./office/history-names.ts"
import { OrderFacts } from "./office/order-facts.tsx"
import { OrderHistory } from "./office/order-history.tsx"
import { useOrderName } from "./office/order-name.ts"
import { OrderTickets } from "./office/order-tickets.tsx"
import { ordersOfficeWords } from "./office/orders-office-words.ts"
import { takenBack } from "./office/taken-back.ts"
import { TakenBackList } from "./office/taken-back-list.tsx"
import { useHistory } from "./office/use-history.ts"
import { ordersPath } from "./office/use-order-list.ts"
import { useStationNames } from "./office/use-station-names.ts"
import { OrderDishes } from "./order-dishes.tsx"

/** Everything about one order. Whoever may change orders can open a closed one again. */
export const OrderDetails = ({
  orderId,
  known,
  onClose,
  onChanged,
}: {
  orderId: string
  /** As the list has it, until the hub told it. */
  known: OrderView | undefined
  onClose: () => void
  onChanged: () => void
}) => {
  const words = useWords(ordersOfficeWords)
  const language = useLanguage()
  const may = useMay()
  const nameOf = useOrderName()
  const stationName = useStationNames()
  const { value, problem, again } = useAsked<OrderView>(`${ordersPath}/${orderId}`, freshMs)
  const order = value ?? known
  const told = useHistory(orderId, order?.rev)
  const history = told.history ?? []
  const names = historyNames(history, (line) => nameIn(language, line), stationName)
  return (
    <Sheet
      title={order === undefined ? words.columns.order : nameOf(order)}
      onClose={onClose}
      wide
      reading
      {...(order?.status === "closed" &&
        may("orders.order.change") && {
          footer: (
            <Reopen
              orderId={orderId}
              onDone={() => {
                again()
                onChanged()
              }}
            />
          ),
        })}
    >
      <div className="stack">
        <Failure failure={problem ?? told.problem} onRetry={problem ? again : told.again} />
        {order !== undefined && (
          <>
            <OrderFacts order={order} />
            <OrderDishes order={order} />
            <TakenBackList voids={takenBack(history)} names={names} />
            <OrderTickets tickets={order.tickets} stationName={stationName} />
          </>
        )}
        {told.history !== undefined && <OrderHistory history={history} names={names} />}
      </div>
    </Sheet>
  )
}

const Reopen = ({ orderId, onDone }: { orderId: string; onDone: () => void }) => {
  const words = useWords(ordersOfficeWords)
  const { run, busy, failure } = useDeed(onDone)
  return (
    <div className="stack stack--tight">
      <Failure failure={failure} />
      <div className="row">
        <Button
          icon="undo"
          disabled={busy}
          onClick={() =>
            run("POST", `${ordersPath}/${orderId}/commands`, { cid: v7(), op: "reopen" })
          }
        >
          {words.reopen}
        </Button>
      </div>
    </div>
  )
}

const freshMs = 5000
