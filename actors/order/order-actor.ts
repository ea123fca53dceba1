import { Clock, Duration, Effect, Result } from "effect"
import { makeActorHost } from "#actors/host/actor-host.ts"
import { snapshotWhenDue } from "#actors/host/stream-state.ts"
import { otherCommand } from "#core/hub/other-request.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { EpochMs, OrderId } from "#core/kitchen/ids.ts"
import { absentOrder, type Order, type PlacedOrder } from "#core/kitchen/order.ts"
import type { AppendFailure, EventLog } from "#core/log/event-log.ts"
import { answeredBefore } from "./answered-before.ts"
import { decidedSteps } from "./decided-steps.ts"
import type { OrderAsk, StoredReply } from "./order-ask.ts"
import { foldOrder, stepsIn, storeSteps } from "./order-steps.ts"

export interface OrderAnswer {
  readonly order: PlacedOrder
  readonly repeated: boolean
}

/** Refusals of the log, not of the order: what the actor believed may be wrong. */
const doubtful = new Set(["IDEMPOTENCY_MISMATCH", "ID_TAKEN", "EVENT_REFUSED"])

/** The actor that owns one order: load, decide, append. What follows from the events is nobody's business here. */
export const makeOrderHost = makeActorHost<Order, OrderAsk, OrderAnswer, AppendFailure, EventLog>({
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
  handle: ({ scope, id }, remembered, ask) =>
    Effect.gen(function* () {
      // What another order gave this one stands in the log, and its actor was not asked.
      const folded = ask.restaurant.order(id as OrderId)
      const order = folded !== undefined && folded.rev > remembered.rev ? folded : remembered
      const at = (yield* Clock.currentTimeMillis) as EpochMs
      const decided = yield* decidedSteps(scope, id as OrderId, order, ask, at)
      if (Result.isFailure(decided)) {
        // What a command is refused today it may have been granted yesterday: a repeat gets the first answer.
        const rev = yield* answeredBefore(scope, id, ask)
        return rev === undefined
          ? yield* decided.failure
          : yield* answerAgain(scope, id, rev, order)
      }
      const steps = decided.success
      const { after: next } = steps.own
      const appended = yield* storeSteps(scope, ask, steps)
      if (appended._tag === "Repeated")
        return yield* answerAgain(scope, id, (appended.reply as StoredReply).rev)
      for (const { stream, before, after } of stepsIn(steps))
        yield* snapshotWhenDue(scope, stream, before.rev, after.rev, after)
      return [{ order: next as PlacedOrder, repeated: false }, next] as const
    }),
})

/**
 * The order as it stood when the command was first answered, folded again from the log.
 *
 * @param known how it stands now, if somebody knows
 */
const answerAgain = (
  scope: Scope,
  id: string,
  rev: number,
  known: Order = absentOrder,
): Effect.Effect<readonly [OrderAnswer, Order], AppendFailure, EventLog> =>
  Effect.gen(function* () {
    const then = yield* foldOrder(scope, id, rev)
    const now = known.status === "absent" ? yield* foldOrder(scope, id) : known
    if (then.status === "absent") return yield* otherCommand
    return [{ order: then, repeated: true }, now] as const
  })
