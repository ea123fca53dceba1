import { Button } from "#core/ui/design/button.tsx"
import { TextField } from "#core/ui/design/field.tsx"
import { useWords } from "#core/ui/i18n.ts"
import { DaySpans } from "./day-spans.tsx"
import type { PartProps } from "./restaurant-draft.ts"
import { restaurantWords, weekdays } from "./restaurant-words.ts"

/** The week as it usually is, and the days that are different. */
export const HoursPart = (props: PartProps) => {
  const { draft, onDraft, problemAt } = props
  const words = useWords(restaurantWords)
  const { openingHours } = draft
  return (
    <section className="block" aria-label={words.hours}>
      <h2>{words.hours}</h2>
      <p className="quiet small">{words.hoursHint}</p>
      <ul className="hours">
        {weekdays.map((day) => (
          <li key={day} className="hours__day">
            <strong>{words.days[day]}</strong>
            <DaySpans
              day={words.days[day]}
              path={`openingHours.${day}`}
              spans={openingHours[day]}
              onSpans={(spans) => onDraft({ openingHours: { ...openingHours, [day]: spans } })}
              problemAt={problemAt}
            />
            {day !== "mon" && openingHours[day].length === 0 && openingHours.mon.length > 0 && (
              <Button
                kind="quiet"
                aria-label={words.copyHoursFor(words.days[day])}
                onClick={() =>
                  onDraft({ openingHours: { ...openingHours, [day]: openingHours.mon } })
                }
              >
                {words.copyHours}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Exceptions {...props} />
    </section>
  )
}

const Exceptions = ({ draft: { exceptions }, onDraft, problemAt }: PartProps) => {
  const words = useWords(restaurantWords)
  const change = (at: number, part: Partial<(typeof exceptions)[number]>) =>
    onDraft({ exceptions: exceptions.map((one, n) => (n === at ? { ...one, ...part } : one)) })
  return (
    <>
      <h3>{words.exceptions}</h3>
      <p className="quiet small">{words.exceptionsHint}</p>
      {problemAt("exceptions") !== undefined && (
        <p className="field__problem">{problemAt("exceptions")}</p>
      )}
      <ul className="stack">
        {exceptions.map(({ date, hours, note = "" }, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a day has no identity but its place until it has a date
          <li key={n} className="row row--end exception">
            <TextField
              label={words.date}
              type="date"
              problem={problemAt(`exceptions.${n}.date`)}
              value={date}
              onChange={({ target }) => change(n, { date: target.value })}
            />
            <TextField
              label={words.note}
              dir="auto"
              maxLength={80}
              problem={problemAt(`exceptions.${n}.note`)}
              value={note}
              onChange={({ target }) => change(n, { note: target.value })}
            />
            <DaySpans
              day={date}
              path={`exceptions.${n}.hours`}
              spans={hours}
              onSpans={(spans) => change(n, { hours: spans })}
              problemAt={problemAt}
            />
            <Button
              kind="quiet"
              icon="close"
              aria-label={words.removeDay(date)}
              onClick={() => onDraft({ exceptions: exceptions.filter((_, other) => other !== n) })}
            />
          </li>
        ))}
      </ul>
      <Button
        icon="add"
        className="restaurant__add"
        onClick={() => onDraft({ exceptions: [...exceptions, { date: "", hours: [] }] })}
      >
        {words.addDay}
      </Button>
    </>
  )
}
