import { Effect } from "effect"
import { otherCommand } from "#core/hub/other-request.ts"
import type { Scope } from "#core/hub/scope.ts"
import { type AppendFailure, EventLog } from "#core/log/event-log.ts"
import type { OrderAsk, StoredReply } from "./order-ask.ts"
import { orderStream } from "./order-steps.ts"

/**
 * At which revision a command that cannot be carried out was answered already: under its own cid or, an order that was
 * placed, under whichever cid that was. Nothing: it is asked for the first time.
 *
 * What was answered is remembered of this cid too, so that it stands for nothing else from now on.
 */
export const answeredBefore = (
  scope: Scope,
  id: string,
  ask: OrderAsk,
): Effect.Effect<number | undefined, AppendFailure, EventLog> =>
  Effect.gen(function* () {
    const { cid, fingerprint, idTaken } = ask
    const log = yield* EventLog
    const own = yield* log.recall(scope, cid)
    if (own !== undefined)
      return own.fingerprint === fingerprint ? revIn(own.reply) : yield* otherCommand
    if (idTaken === undefined) return undefined
    const { events } = yield* log.read(scope, orderStream(id), 1)
    const [placed] = events
    if (placed === undefined) return undefined
    // Forgotten after three days: then nobody can say that it is the same.
    const first = yield* log.recall(scope, placed.cid)
    if (first?.fingerprint !== fingerprint) return yield* idTaken()
    // The log judges once more: the cid may have come to stand for something else meanwhile.
    yield* log.append(scope, { cid, fingerprint, reply: first.reply, streams: [] })
    return revIn(first.reply)
  })

const revIn = (reply: unknown): number => (reply as StoredReply).rev
