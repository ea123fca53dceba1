import type { ReactNode } from "react"
import type { TicketLine, TicketView } from "#core/kitchen/ticket.ts"
import { kitchenNameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { isReady } from "./deed.ts"
import { kitchenWords } from "./words.ts"

/** An expo ticket: the order's lines under the station that cooks them, with how far each station is. */
export const StationLines = ({
  lines,
  stationName,
  line,
}: {
  lines: ReadonlyArray<TicketLine>
  stationName: (key: string) => string
  line: (line: TicketLine) => ReactNode
}) => {
  const words = useWords(kitchenWords)
  const stations = [...new Set(lines.map(({ station = "" }) => station))]
  return stations.map((station) => {
    const own = lines.filter((one) => (one.station ?? "") === station)
    const wanted = own.filter(({ status }) => status !== "voided")
    const done = wanted.filter(isReady).length
    return (
      <section
        key={station}
        className="ticket__part"
        data-done={done > 0 && done === wanted.length}
      >
        <h3>
          <span dir="auto">{stationName(station)}</span>
          {wanted.length > 0 && <span>{words.partly(done, wanted.length)}</span>}
        </h3>
        <ul>{own.map(line)}</ul>
      </section>
    )
  })
}

/** What an order that is partly at the pass still waits for, and from whom. */
export const Missing = ({
  ticket,
  stationName,
}: {
  ticket: TicketView
  stationName: (key: string) => string
}) => {
  const words = useWords(kitchenWords)
  const language = useLanguage()
  const wanted = ticket.lines.filter(({ status }) => status !== "voided")
  const open = wanted.filter((line) => !isReady(line))
  if (open.length === 0 || open.length === wanted.length) return null
  return (
    <p className="ticket__missing">
      <b>{words.missing}</b>
      {open.map((line) => (
        <span key={line.lineId}>
          {line.quantity - line.ready}&nbsp;<span dir="auto">{kitchenNameIn(language, line)}</span>
          {line.station !== undefined && (
            <>
              {" "}
              (<span dir="auto">{stationName(line.station)}</span>)
            </>
          )}
        </span>
      ))}
    </p>
  )
}
