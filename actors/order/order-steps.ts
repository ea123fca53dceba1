import { Effect, Exit } from "effect"
import { foldStream } from "#actors/host/stream-state.ts"
import type { Companion } from "#actors/tenant/restaurant.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { OrderId } from "#core/kitchen/ids.ts"
import { absentOrder, type Order } from "#core/kitchen/order.ts"
import type { OrderEvent } from "#core/kitchen/order-event.ts"
import { evolve } from "#core/kitchen/order-evolve.ts"
import { EventLog, type StreamAppend, type StreamId } from "#core/log/event-log.ts"
import { toNewEvent } from "#core/log/upcast.ts"
import type { OrderAsk, StoredReply } from "./order-ask.ts"
import { ticketsFor, viewOf } from "./view-of.ts"

export const orderStream = (id: string): string => `order/${id}`

export const foldOrder = (scope: Scope, id: string, upTo?: number) =>
  foldStream<Order, OrderEvent>(scope, orderStream(id), absentOrder, evolve, upTo)

/** What a command does to one order. */
interface Step {
  readonly stream: StreamId
  readonly before: Order
  readonly events: ReadonlyArray<OrderEvent>
  readonly after: Order
}

/** What it does to the order that was asked, and to the one that its units go to. */
export interface Steps {
  readonly own: Step
  readonly other?: Step
}

export const stepOf = (id: OrderId, before: Order, events: ReadonlyArray<OrderEvent>): Step => ({
  stream: orderStream(id),
  before,
  events,
  after: events.reduce<Order>(evolve, before),
})

/** First the order that gets something: a ticket is never without one. */
export const stepsIn = ({ own, other }: Steps): ReadonlyArray<Step> =>
  [...(other === undefined ? [] : [other]), own].filter(({ events }) => events.length > 0)

/** One append, together with whatever goes with it: the paper of an order, when its printer has nothing else to do. */
export const storeSteps = (scope: Scope, ask: OrderAsk, steps: Steps) =>
  Effect.suspend(() => {
    const own = steps.own.after
    const moved = stepsIn(steps)
    const companions = ask.alone === true ? [] : moved.flatMap((step) => companionsOf(step, ask))
    const stored = EventLog.use((log) =>
      log.append(scope, {
        cid: ask.cid,
        fingerprint: ask.fingerprint,
        reply: { rev: own.rev } satisfies StoredReply,
        streams: [...moved.map(toAppend), ...companions.flatMap(({ streams }) => streams)],
        meanwhile: () => {
          if (own.status === "absent") return
          ticketsFor(own, ask.restaurant)
          viewOf(own, ask.restaurant)
        },
      }),
    )
    if (companions.length === 0) return stored
    return Effect.onExit(stored, (exit) =>
      Effect.sync(() => {
        const appended = Exit.isSuccess(exit) && exit.value._tag === "Appended"
        ask.alone = !appended
        for (const { settle } of companions) settle(appended)
      }),
    )
  })

const companionsOf = (
  { before, events, after }: Step,
  { restaurant }: OrderAsk,
): ReadonlyArray<Companion> =>
  after.status === "absent"
    ? []
    : restaurant.companions({
        events: events.map((event, n) => ({ event, version: before.rev + n + 1 })),
        after,
      })

const toAppend = ({ stream, before, events, after }: Step): StreamAppend => ({
  stream,
  expected: before.rev,
  events: events.map(toNewEvent),
  after,
})
