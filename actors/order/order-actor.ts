import { Clock, Duration, Effect, Exit, Result } from "effect"
import { makeActorHost } from "#actors/host/actor-host.ts"
import { foldStream, snapshotWhenDue } from "#actors/host/stream-state.ts"
import type { Restaurant } from "#actors/tenant/restaurant.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { Cid, EpochMs, OrderId } from "#core/kitchen/ids.ts"
import { absentOrder, type Order, type PlacedOrder } from "#core/kitchen/order.ts"
import type { OrderCommand } from "#core/kitchen/order-command.ts"
import { decide } from "#core/kitchen/order-decide.ts"
import type { OrderEvent } from "#core/kitchen/order-event.ts"
import { evolve } from "#core/kitchen/order-evolve.ts"
import { type Refused, refused } from "#core/kitchen/refusal.ts"
import {
  EventLog,
  type LogUnavailable,
  type StreamId,
  type VersionConflict,
} from "#core/log/event-log.ts"
import { toNewEvent } from "#core/log/upcast.ts"
import { ticketsFor, viewOf } from "./view-of.ts"

/** A command whose number is still to be given by the restaurant. */
type Unnumbered = Omit<Extract<OrderCommand, { op: "place" }>, "number" | "businessDay">

/** What an order actor is asked. */
export interface OrderAsk {
  readonly restaurant: Restaurant
  readonly cid: Cid
  readonly fingerprint: string
  readonly ifRev?: number
  /** Or why the menu and the tables of today do not make one of it: a repeat still gets its first answer. */
  readonly command: Result.Result<Unnumbered | Exclude<OrderCommand, { op: "place" }>, Refused>
  /** A new order is taken as absent without asking the database; the fence of the log tells if it is not. */
  believeNew: boolean
  /** What goes with it was refused once: its paper is queued after it. */
  alone?: boolean
}

export interface OrderAnswer {
  readonly order: PlacedOrder
  readonly repeated: boolean
}

type Failure = Refused | VersionConflict | LogUnavailable

export const orderStream = (id: string): string => `order/${id}`

/** Refusals of the log, not of the order: what the actor believed may be wrong. */
const doubtful = new Set(["IDEMPOTENCY_MISMATCH", "LOG_OVERLOADED", "EVENT_REFUSED"])

interface StoredReply {
  readonly rev: number
}

/** The actor that owns one order: load, decide, append. What follows from the events is nobody's business here. */
export const makeOrderHost = makeActorHost<Order, OrderAsk, OrderAnswer, Failure, EventLog>({
  name: "order",
  idle: Duration.minutes(5),
  mailbox: 256,
  keepsState: (error) => error._tag === "Refused" && !doubtful.has(error.code),
  retries: (error) => error._tag === "VersionConflict",
  elsewhere: ({ id }, { restaurant }, order) => restaurant.order(id as OrderId) === order,
  load: ({ scope, id }, ask) => {
    const known = ask.restaurant.order(id as OrderId)
    if (known !== undefined) return Effect.succeed(known)
    if (ask.believeNew) {
      ask.believeNew = false
      return Effect.succeed(absentOrder)
    }
    return foldOrder(scope, id)
  },
  handle: ({ scope, id }, order, ask) =>
    Effect.gen(function* () {
      const at = (yield* Clock.currentTimeMillis) as EpochMs
      const decided = decideWith(order, ask, at, scope)
      if (Result.isFailure(decided))
        return yield* firstAnswerOr(scope, id, order, ask, decided.failure)
      const events = decided.success
      const next = events.reduce<Order>(evolve, order)
      const appended = yield* storeStep(scope, orderStream(id), ask, { order, events, next })
      if (appended._tag === "Repeated")
        return yield* answerAgain(scope, id, (appended.reply as StoredReply).rev)
      yield* snapshotWhenDue(scope, orderStream(id), order.rev, next.rev, next)
      return [{ order: next as PlacedOrder, repeated: false }, next] as const
    }),
})

/** One append, together with whatever goes with it: the paper of an order, when its printer has nothing else to do. */
const storeStep = (
  scope: Scope,
  stream: StreamId,
  ask: OrderAsk,
  { order, events, next }: { order: Order; events: ReadonlyArray<OrderEvent>; next: Order },
) =>
  Effect.suspend(() => {
    const companions =
      ask.alone === true || events.length === 0 || next.status === "absent"
        ? []
        : ask.restaurant.companions({
            events: events.map((event, n) => ({ event, version: order.rev + n + 1 })),
            after: next,
          })
    const own = { stream, expected: order.rev, events: events.map(toNewEvent), after: next }
    const stored = EventLog.use((log) =>
      log.append(scope, {
        cid: ask.cid,
        fingerprint: ask.fingerprint,
        reply: { rev: next.rev } satisfies StoredReply,
        streams: events.length === 0 ? [] : [own, ...companions.flatMap(({ streams }) => streams)],
        meanwhile: () => {
          if (next.status === "absent") return
          ticketsFor(next, ask.restaurant)
          viewOf(next, ask.restaurant)
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

export const foldOrder = (scope: Scope, id: string, upTo?: number) =>
  foldStream<Order, OrderEvent>(scope, orderStream(id), absentOrder, evolve, upTo)

const decideWith = (
  order: Order,
  ask: OrderAsk,
  at: EpochMs,
  scope: Scope,
): Result.Result<ReadonlyArray<OrderEvent>, Refused> => {
  if (ask.ifRev !== undefined && ask.ifRev !== order.rev)
    return Result.fail(
      refused("REVISION_CONFLICT", "The order was changed in the meantime", { rev: order.rev }),
    )
  if (Result.isFailure(ask.command)) return Result.fail(ask.command.failure)
  const { restaurant } = ask
  const command = ask.command.success
  const context = { at, by: scope.principal }
  if (command.op !== "place") return decide(order, command, context)
  // A repeat must not use up a number.
  const number =
    order.status === "absent"
      ? restaurant.numbers.next(at, restaurant.setup)
      : { number: order.number, businessDay: order.businessDay }
  return decide(order, { ...command, ...number }, context)
}

/** What a command is refused today it may have been granted yesterday: a repeat of its cid gets the first answer. */
const firstAnswerOr = (
  scope: Scope,
  id: string,
  order: Order,
  ask: OrderAsk,
  refusal: Refused,
): Effect.Effect<readonly [OrderAnswer, Order], Failure, EventLog> =>
  Effect.gen(function* () {
    const log = yield* EventLog
    const first = yield* log.recall(scope, ask.cid)
    if (first === undefined || first.fingerprint !== ask.fingerprint) return yield* refusal
    const [answer, now] = yield* answerAgain(scope, id, (first.reply as StoredReply).rev)
    return [answer, order.status === "absent" ? now : order] as const
  })

/** The order as it stood when the command was first answered, folded again from the log. */
const answerAgain = (
  scope: Scope,
  id: string,
  rev: number,
): Effect.Effect<readonly [OrderAnswer, Order], Failure, EventLog> =>
  Effect.gen(function* () {
    const then = yield* foldOrder(scope, id, rev)
    const now = yield* foldOrder(scope, id)
    if (then.status === "absent")
      return yield* refused("IDEMPOTENCY_MISMATCH", "This cid was used for something else")
    return [{ order: then, repeated: true }, now] as const
  })
