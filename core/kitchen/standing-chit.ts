import type { Banner, Chit, PaperClock } from "./chit.ts"
import { dishOf, headingOf } from "./chit-of.ts"
import type { KitchenSetup } from "./menu.ts"
import type { OrderTicket, PlacedOrder } from "./order.ts"
import { itemOf } from "./units.ts"

/** A whole ticket as it stands, on one paper: everything of it that is still to be cooked. */
export const standingChit = (
  order: PlacedOrder,
  ticket: OrderTicket,
  setup: Pick<KitchenSetup, "stations">,
  words: {
    readonly language: string
    readonly clock: PaperClock
    readonly banners: ReadonlyArray<Banner>
  },
): Chit => ({
  ...headingOf(order, ticket, setup, words.language, words.clock),
  banners: [...words.banners, ...(order.priority > 0 ? [{ kind: "rush" as const }] : [])],
  lines: order.lines.flatMap((line) => {
    const item = itemOf(ticket, line)
    const quantity = item === undefined ? 0 : item.sent + item.started
    return quantity === 0 ? [] : [{ ...dishOf(line, words.language), quantity }]
  }),
})
