import { Chip } from "#core/ui/design/chip.tsx"
import { useLanguage, useWords } from "#core/ui/i18n.ts"
import { clockTime } from "#core/ui/span.ts"
import type { HistoryNames } from "./history-names.ts"
import { whoDid } from "./history-sentence.ts"
import { ordersOfficeWords } from "./orders-office-words.ts"
import type { TakenBack } from "./taken-back.ts"

/** What was voided: by whom, when and why. */
export const TakenBackList = ({
  voids,
  names,
}: {
  voids: ReadonlyArray<TakenBack>
  names: HistoryNames
}) => {
  const words = useWords(ordersOfficeWords)
  const language = useLanguage()
  if (voids.length === 0) return null
  return (
    <section className="stack stack--tight">
      <h3>{words.takenBack}</h3>
      <ul className="rows">
        {voids.map(({ key, lineId, quantity, at, by, reason, begun }) => (
          <li key={key} className="rows__one">
            <span className="orders__quantity number">{quantity} ×</span>
            <span className="rows__text">
              <strong>{names.dish(lineId)}</strong>
              <span>
                {whoDid(by, language)},{" "}
                <time dateTime={at}>{clockTime(Date.parse(at), language)}</time>
                {reason !== undefined && (
                  <>
                    {" · "}
                    <q dir="auto">{reason}</q>
                  </>
                )}
              </span>
            </span>
            {begun && <Chip icon="flame">{words.begun}</Chip>}
          </li>
        ))}
      </ul>
    </section>
  )
}
