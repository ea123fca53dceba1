import { differencesOf } from "#core/kitchen/line-difference.ts"
import { useLanguage, useWords } from "#core/ui/i18n.ts"
import { LineDifferences } from "#core/ui/line-differences.tsx"
import { exactTime } from "./exact-time.ts"
import type { Entry } from "./history-entry.ts"
import type { HistoryNames } from "./history-names.ts"
import { historySentence } from "./history-sentence.ts"
import { ordersOfficeWords } from "./orders-office-words.ts"

/** Who did what when, from the first word to the last. */
export const OrderHistory = ({
  history,
  names,
}: {
  history: ReadonlyArray<Entry>
  names: HistoryNames
}) => {
  const words = useWords(ordersOfficeWords)
  const language = useLanguage()
  return (
    <section className="stack stack--tight">
      <h3>{words.history}</h3>
      <ol className="orders__history">
        {history.map((entry) => (
          <li key={entry.rev}>
            <time dateTime={entry.at} className="quiet number">
              {exactTime(entry.at, language)}
            </time>
            <span>
              {historySentence(entry, names, language)}
              <Changed entry={entry} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

const Changed = ({ entry: { event } }: { entry: Entry }) =>
  event.type === "LineChanged" && (
    <span className="orders__changed">
      <LineDifferences
        differences={differencesOf(event.was, event.now)}
        quantity={event.now.quantity}
      />
    </span>
  )
