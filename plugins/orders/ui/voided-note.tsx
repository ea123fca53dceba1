import type { LineId, OrderId } from "#core/kitchen/ids.ts"
import { Notice } from "#core/ui/design/notice.tsx"
import { useLanguage, useWords } from "#core/ui/i18n.ts"
import { useAsked } from "#core/ui/session/use-asked.ts"
import { clockTime } from "#core/ui/span.ts"
import { voidedWords } from "./voided-words.ts"

/** That a dish was taken back; by whom and why, as soon as the hub tells. */
export const VoidedNote = ({ orderId, lineId }: { orderId: OrderId; lineId: LineId }) => {
  const words = useWords(voidedWords)
  const language = useLanguage()
  const { value } = useAsked<History>(`/plugins/orders/orders/${orderId}/history?size=200`)
  const last = value?.items.findLast(({ event }) =>
    event.moves?.some((move) => move.lineId === lineId && move.to === "voided"),
  )
  return (
    <Notice tone="warn" icon="close" live>
      <strong>{words.voided}</strong>
      {last?.by.name !== undefined && (
        <span>{words.by(last.by.name, clockTime(Date.parse(last.at), language))}</span>
      )}
      {last?.event.reason !== undefined && <span>{words.why(last.event.reason)}</span>}
    </Notice>
  )
}

interface History {
  readonly items: ReadonlyArray<{
    readonly at: string
    readonly by: { readonly name?: string }
    readonly event: {
      readonly moves?: ReadonlyArray<{ readonly lineId: LineId; readonly to: string }>
      readonly reason?: string
    }
  }>
}
