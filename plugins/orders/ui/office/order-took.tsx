import type { OrderView } from "#core/kitchen/order-view.ts"
import { useNow } from "#core/ui/hub/use-now.ts"
import { useLanguage } from "#core/ui/i18n.ts"
import { tookMs, tookWords } from "./took.ts"

/** How long it took, or takes so far. */
export const OrderTook = ({ order }: { order: OrderView }) => {
  const language = useLanguage()
  const ms = tookMs(order, useNow(tickMs))
  return ms === undefined ? "–" : tookWords(ms, language)
}

const tickMs = 15_000
