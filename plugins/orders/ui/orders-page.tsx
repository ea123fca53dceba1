import { useOfficeQuery } from "#core/ui/admin/office-route.tsx"
import { Pager } from "#core/ui/admin/pager.tsx"
import { Button } from "#core/ui/design/button.tsx"
import { ButtonRow } from "#core/ui/design/button-row.tsx"
import { Failure } from "#core/ui/design/failure.tsx"
import { SearchField } from "#core/ui/design/search-field.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { useMay } from "#core/ui/session/me.tsx"
import { OrderDays } from "./office/order-days.tsx"
import { ordersOfficeWords } from "./office/orders-office-words.ts"
import { shownOrders, useOrderList } from "./office/use-order-list.ts"
import { OrderDetails } from "./order-details.tsx"
import "#core/ui/admin/blocks.css"
import "./office/orders-office.css"

/** The orders of the day and of the days before, and everything about each. */
const OrdersPage = () => {
  const words = useWords(ordersOfficeWords)
  const may = useMay()
  const { list, problem, again, shown, search, show, look, turn } = useOrderList()
  const [opened, open] = useOfficeQuery("order")
  const narrowed = shown !== "all" || search.trim() !== ""
  return (
    <>
      <p className="office__lead">
        {words.lead} {!may("orders.order.change") && words.mayNot}
      </p>
      <div className="row row--apart">
        <ButtonRow label={words.show}>
          {shownOrders.map((one) => (
            <Button key={one} aria-pressed={one === shown} onClick={() => show(one)}>
              {words.shown[one]}
            </Button>
          ))}
        </ButtonRow>
        <div className="row orders__find">
          <SearchField
            className="orders__search"
            value={search}
            label={words.search}
            clear={words.clear}
            onChange={look}
          />
          <Button icon="retry" onClick={again}>
            {words.reload}
          </Button>
        </div>
      </div>
      <Failure failure={problem} onRetry={again} />
      {list !== undefined && (
        <>
          <p role="status" className={list.total === 0 ? "" : "only-read"}>
            {list.total > 0 ? narrowed && words.found(list.total) : emptyIn(words, narrowed)}
          </p>
          <OrderDays orders={list.items} onOpen={({ id }) => open(id)} />
          <Pager list={list} onPage={turn} />
        </>
      )}
      {opened !== "" && (
        <OrderDetails
          key={opened}
          orderId={opened}
          known={list?.items.find(({ id }) => id === opened)}
          onClose={() => open("")}
          onChanged={again}
        />
      )}
    </>
  )
}

export default OrdersPage

const emptyIn = (
  { none, noneFound }: { readonly none: string; readonly noneFound: string },
  narrowed: boolean,
): string => (narrowed ? noneFound : none)
