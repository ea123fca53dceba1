import type { LineSpec, Move } from "#core/kitchen/order.ts"
import type { Actor, OrderEvent } from "#core/kitchen/order-event.ts"
import type { Language } from "#core/ui/i18n.ts"
import { isolated } from "#core/ui/isolated.ts"
import { wantedTime } from "#core/ui/span.ts"
import type { Entry } from "./history-entry.ts"
import type { HistoryNames } from "./history-names.ts"
import { dishesIn } from "./history-units.ts"
import { historyWords } from "./history-words.ts"

/** What happened as one sentence: who did what. When stands beside it. */
export const historySentence = (
  { event, at, by }: Entry,
  names: HistoryNames,
  language: Language,
): string => {
  const tell = (Object.hasOwn(told, event.type) ? told[event.type] : unknown) as Tell<OrderEvent>
  return `${whoDid(by, language)} ${tell(event, { names, language, at, by })}`
}

export const whoDid = ({ kind, name }: Actor, language: Language): string => {
  if (name !== undefined) return isolated(name)
  const { somebody, aDevice } = historyWords[language]
  return { user: somebody, device: aDevice, system: "Heard" }[kind]
}

interface Telling {
  readonly names: HistoryNames
  readonly language: Language
  readonly at: string
  readonly by: Actor
}
type Tell<E extends OrderEvent> = (event: E, telling: Telling) => string

const unknown: Tell<OrderEvent> = (_, { language }) => historyWords[language].unknown

type DishWords = "voided" | "held" | "fired" | "started" | "finished" | "unfinished" | "collected"

/** Units of which the event says nothing but where they went. */
const dishes =
  (did: DishWords) =>
  (
    { moves, reason }: { readonly moves: ReadonlyArray<Move>; readonly reason?: string },
    { names, language }: Telling,
  ): string =>
    historyWords[language][did](dishesIn(moves, names)) + because(reason, language)

const because = (reason: string | undefined, language: Language): string =>
  reason === undefined || reason === "" ? "" : historyWords[language].because(isolated(reason))

/** What an event did along with what it is. */
const withIt = (
  moves: ReadonlyArray<Move>,
  to: "voided" | "served" | "ready",
  { names, language }: Telling,
): string => {
  const units = moves.filter((move) => move.to === to)
  return units.length === 0 ? "" : historyWords[language].withIt[to](dishesIn(units, names))
}

interface NewLines {
  readonly lines: ReadonlyArray<LineSpec>
  readonly moves: ReadonlyArray<Move>
}

const newDishes = ({ lines }: NewLines, { names }: Telling): string =>
  dishesIn(
    lines.map(({ id, quantity }) => ({ lineId: id, quantity })),
    names,
  )

/** Of new lines those that nobody cooks yet. */
const notFired = ({ lines, moves }: NewLines, { names, language }: Telling): string => {
  const words = historyWords[language]
  const held = moves.filter(({ to }) => to === "held")
  const drafts = lines.filter(({ id }) => moves.every(({ lineId }) => lineId !== id))
  const draftUnits = drafts.map(({ id, quantity }) => ({ lineId: id, quantity }))
  return [
    held.length === 0 ? "" : words.onHold(dishesIn(held, names)),
    draftUnits.length === 0 ? "" : words.notSent(dishesIn(draftUnits, names)),
  ].join("")
}

const maybe = (name: string | undefined): string | undefined =>
  name === undefined ? undefined : isolated(name)

/** Every kind of event has its sentence: one without does not compile. */
const told: { readonly [T in OrderEvent["type"]]: Tell<Extract<OrderEvent, { type: T }>> } = {
  OrderPlaced: (event, telling) => {
    const took = historyWords[telling.language].took(event.orderType, maybe(event.table))
    const ordered = newDishes(event, telling)
    const colon = telling.language === "fr" ? " : " : ": "
    return `${took}${ordered === "" ? "" : colon}${ordered}${notFired(event, telling)}`
  },
  LinesAdded: (event, telling) =>
    historyWords[telling.language].added(newDishes(event, telling)) + notFired(event, telling),
  LineChanged: ({ lineId, moves }, telling) =>
    historyWords[telling.language].changed(telling.names.dish(lineId)) +
    withIt(moves, "voided", telling),
  LinesVoided: dishes("voided"),
  LinesHeld: dishes("held"),
  LinesSent: dishes("fired"),
  LinesStarted: dishes("started"),
  LinesReadied: dishes("finished"),
  LinesUnreadied: dishes("unfinished"),
  LinesServed: dishes("collected"),
  TicketBumped: ({ ticketId, moves }, telling) => {
    const { bumped, handedOver } = historyWords[telling.language]
    const station = telling.names.station(ticketId)
    return (
      (station === undefined ? handedOver : bumped(station)) +
      withIt(moves, "ready", telling) +
      withIt(moves, "served", telling)
    )
  },
  TicketRecalled: ({ ticketId }, { names, language }) => {
    const { recalled, recalledCourse } = historyWords[language]
    const station = names.station(ticketId)
    return station === undefined ? recalledCourse : recalled(station)
  },
  TicketsShown: ({ tickets }, { names, language }) => {
    const stations = new Set(tickets.map((id) => names.station(id) ?? "…"))
    return historyWords[language].shown([...stations].join(", "))
  },
  ChangeAcknowledged: ({ lines }, { names, language }) =>
    historyWords[language].sawChange(lines.map(names.dish).join(", ")),
  OrderRushed: ({ priority }, { language }) =>
    priority > 0 ? historyWords[language].rushed : historyWords[language].unrushed,
  OrderMoved: ({ table, was }, { language }) =>
    historyWords[language].moved(isolated(table), maybe(was)),
  OrderTransferred: ({ server, was }, { language, by }) =>
    by.name === server
      ? historyWords[language].tookOver(maybe(was))
      : historyWords[language].handed(isolated(server)),
  LinesLeft: ({ units, toNumber }, { names, language }) =>
    historyWords[language].left(dishesIn(units, names), toNumber),
  OrderMerged: ({ toNumber }, { language }) => historyWords[language].merged(toNumber),
  LinesJoined: ({ lines, fromNumber, fromTable }, { names, language }) =>
    historyWords[language].joined(
      dishesIn(
        lines.map(({ id, quantity }) => ({ lineId: id, quantity })),
        names,
      ),
      fromNumber,
      maybe(fromTable),
    ),
  PromiseSet: ({ promisedAt }, { language, at }) =>
    promisedAt === undefined
      ? historyWords[language].unpromised
      : historyWords[language].promised(
          wantedTime(Date.parse(String(promisedAt)), Date.parse(at), language),
        ),
  OrderCancelled: ({ moves, reason }, telling) =>
    historyWords[telling.language].cancelled +
    because(reason, telling.language) +
    withIt(moves, "voided", telling),
  OrderClosed: ({ moves }, telling) =>
    historyWords[telling.language].closed + withIt(moves, "served", telling),
  OrderReopened: (_, { language }) => historyWords[language].reopened,
}
