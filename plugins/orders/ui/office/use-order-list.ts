import { useRef, useState } from "react"
import type { OrderView } from "#core/kitchen/order-view.ts"
import { useOfficeQuery } from "#core/ui/admin/office-route.tsx"
import type { ListPage } from "#core/ui/admin/tenant-path.ts"
import { useAsked } from "#core/ui/session/use-asked.ts"

export const ordersPath = "/plugins/orders/orders"

/** What the chips choose; the first is what holds without a choice. */
export const shownOrders = ["all", "open", "closed", "cancelled"] as const
type ShownOrders = (typeof shownOrders)[number]

/** The orders that somebody asked for; what they asked for stands in the address. */
export const useOrderList = () => {
  const [asked, show] = useOfficeQuery("show")
  const [search, look] = useOfficeQuery("search")
  const [place, setPlace] = useState({ page: 1, until: "" })
  const shown = shownOrders.find((one) => one === asked) ?? "all"
  const query = new URLSearchParams({
    ...(shown !== "all" && { status: shown }),
    ...(search.trim() !== "" && { search: search.trim() }),
    ...(place.until !== "" && { until: place.until }),
    page: String(place.page),
    size: String(pageSize),
  })
  // Nothing moves under the eyes of somebody who reads an older page.
  const { value, problem, again } = useAsked<ListPage<OrderView>>(
    `${ordersPath}?${query}`,
    place.page === 1 ? freshMs : undefined,
  )
  // Another word is asked for with every letter; the list does not vanish in between. What could not be asked has none.
  const last = useRef<ListPage<OrderView>>(undefined)
  if (value !== undefined) last.current = value
  const list = value ?? (problem === undefined ? last.current : undefined)
  return {
    list,
    problem,
    again,
    shown,
    search,
    show: (one: ShownOrders) => {
      setPlace(first)
      show(one === "all" ? "" : one)
    },
    look: (text: string) => {
      setPlace(first)
      look(text.slice(0, longestSearch))
    },
    // Pages count from the newest order of the first look, or new ones would push orders from page to page.
    turn: (page: number) =>
      setPlace({ page, until: page === 1 ? "" : place.until || (list?.items[0]?.placedAt ?? "") }),
  }
}

const first = { page: 1, until: "" }
const longestSearch = 60
const pageSize = 25
const freshMs = 5000
