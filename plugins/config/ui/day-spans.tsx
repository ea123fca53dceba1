import { Button } from "#core/ui/design/button.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { useWords } from "#core/ui/i18n.ts"
import type { PartProps, Span } from "./restaurant-draft.ts"
import { restaurantWords } from "./restaurant-words.ts"

/** The hours of one day: none is closed. */
export const DaySpans = ({
  day,
  path,
  spans,
  onSpans,
  problemAt,
}: {
  /** As a screen reader says it with every control. */
  day: string
  path: string
  spans: ReadonlyArray<Span>
  onSpans: (spans: ReadonlyArray<Span>) => void
  problemAt: PartProps["problemAt"]
}) => {
  const words = useWords(restaurantWords)
  const problem =
    problemAt(path) ??
    spans
      .flatMap((_, n) => [`${path}.${n}`, `${path}.${n}.from`, `${path}.${n}.to`])
      .map(problemAt)
      .find((found) => found !== undefined)
  const change = (at: number, part: Partial<Span>) =>
    onSpans(spans.map((span, n) => (n === at ? { ...span, ...part } : span)))
  return (
    <div className="hours__spans">
      {spans.length === 0 && <span className="quiet">{words.closed}</span>}
      {spans.map((span, n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: hours have no identity but their place
        <span key={n} className="hours__span">
          {(["from", "to"] as const).map((end) => (
            <label key={end} className="field hours__time">
              <span className="quiet small" aria-hidden="true">
                {words[end]}
              </span>
              <input
                type="time"
                aria-label={`${day} ${n + 1}, ${words[end]}`}
                value={span[end]}
                aria-invalid={problem === undefined ? undefined : true}
                onChange={({ target }) => change(n, { [end]: target.value })}
              />
            </label>
          ))}
          <Button
            kind="quiet"
            icon="close"
            aria-label={words.removeHours(day, n + 1)}
            onClick={() => onSpans(spans.filter((_, other) => other !== n))}
          />
        </span>
      ))}
      <Button
        kind="quiet"
        icon="add"
        aria-label={words.addHours(day)}
        onClick={() => onSpans([...spans, spans.length === 0 ? lunch : dinner])}
      />
      {problem !== undefined && (
        <p className="field__problem">
          <Icon name="alert" size={16} />
          {problem}
        </p>
      )}
    </div>
  )
}

/** What most restaurants mean by their first and their second hours. */
const lunch: Span = { from: "11:30", to: "14:30" }
const dinner: Span = { from: "18:30", to: "22:30" }
