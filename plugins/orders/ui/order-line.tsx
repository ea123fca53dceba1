import { Chip } from "#core/ui/design/chip.tsx"
import { Icon } from "#core/ui/design/icon.tsx"
import { useNow } from "#core/ui/hub/use-now.ts"
import { nameIn, useLanguage, useWords } from "#core/ui/i18n.ts"
import { LineDifferences } from "#core/ui/line-differences.tsx"
import { span } from "#core/ui/span.ts"
import { useCard, useStationName } from "./card-context.tsx"
import { handheldWords } from "./handheld-words.ts"
import { partReady } from "./line-progress.ts"
import { ModifierList } from "./modifier-list.tsx"
import { ProgressMeter } from "./progress-meter.tsx"
import type { ShownLine, ShownOrder } from "./shown-order.ts"
import "./order-line.css"

/** One dish of an order, and how far it is. A tap opens what can be done with it. */
export const OrderLine = ({
  line,
  order,
  onOpen,
}: {
  line: ShownLine
  order: ShownOrder
  onOpen: () => void
}) => {
  const words = useWords(handheldWords)
  const language = useLanguage()
  const gone = line.progress === "voided"
  const part = partReady(line)
  return (
    <button type="button" className={`line line--${line.progress}`} onClick={onOpen}>
      <span className="line__quantity">{gone ? line.counts.voided || "" : line.quantity}</span>
      <span className="line__name" dir="auto">
        {nameIn(language, line)}
        {line.seat !== undefined && <Chip>{words.seatN(line.seat)}</Chip>}
      </span>
      <ModifierList modifiers={line.modifiers} note={line.note} />
      {gone ? (
        <span className="line__state">
          <Chip icon="close">{words.progress.voided}</Chip>
        </span>
      ) : (
        <span className="line__state">
          <ProgressMeter progress={line.progress} />
          <span className="line__where">
            {line.waiting === undefined ? (
              <Where line={line} order={order} />
            ) : (
              <span className="line__waiting">
                <Icon name="clock" size={14} /> {words.waiting[line.waiting]}
              </span>
            )}
          </span>
        </span>
      )}
      {part !== undefined && (
        <span className="line__part">
          <Icon name="bell" size={16} /> {words.partReady(part.ready, part.of)}
        </span>
      )}
      {isTold(line) && <Change line={line} />}
    </button>
  )
}

/** Which station has it, and since when. */
const Where = ({ line, order }: { line: ShownLine; order: ShownOrder }) => {
  const words = useWords(handheldWords)
  const now = useNow()
  const card = useCard()
  const stationName = useStationName()
  if (line.station === undefined) return null
  const tickets = order.tickets.filter(({ lineIds }) => lineIds.includes(line.lineId))
  const ticket = tickets.at(-1)
  const screen = ticket?.shownOn?.[0]?.name
  const since = sinceOf(line.progress, ticket)
  const age = since === undefined ? undefined : now - Date.parse(since)
  const target = card.products.get(line.productId)?.targetSeconds
  const late =
    line.progress !== "ready" && age !== undefined && target !== undefined && age > target * 1000
  return (
    <>
      <span dir="auto">
        {line.progress === "shown" && screen !== undefined
          ? words.onScreen(screen)
          : stationName(line.station)}
      </span>
      {age !== undefined && ` · ${span(age)}`}
      {late && (
        <strong className="line__late">
          {" "}
          <Icon name="alert" size={14} /> {words.late}
        </strong>
      )}
    </>
  )
}

/** Of what waits nobody counts the time, and of what is collected nobody asks. */
const sinceOf = (
  progress: ShownLine["progress"],
  ticket: ShownOrder["tickets"][number] | undefined,
): string | undefined => {
  if (progress === "ready") return ticket?.readyAt
  return progress === "served" || progress === "held" ? undefined : ticket?.firedAt
}

/** Of what is collected nobody asks whether its station knew. */
const isTold = ({ change, progress }: ShownLine): boolean =>
  change !== undefined && (change.ack || progress !== "served")

const Change = ({ line }: { line: ShownLine }) => {
  const words = useWords(handheldWords)
  const stationName = useStationName()
  if (line.change === undefined) return null
  const station = stationName(line.station ?? "")
  return (
    <span className={`line__change${line.change.ack ? " line__change--seen" : ""}`}>
      {line.progress !== "voided" && (
        <LineDifferences differences={line.change.differences} quantity={line.quantity} />
      )}
      <strong>
        <Icon name={line.change.ack ? "check" : "clock"} size={16} />
        {line.change.ack ? words.seen(station) : words.notSeen(station)}
      </strong>
    </span>
  )
}
