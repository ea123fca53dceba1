import { Cause, Effect, Exit, Fiber } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Refused } from "#core/kitchen/refusal.ts"
import type { Instances } from "#core/plugins/running/plugin-instances.ts"
import { inOrigin } from "#core/plugins/running/plugin-origin.ts"
import type { BusStore } from "./bus-store.ts"
import { decodingError, type Handler } from "./handlers.ts"
import { HandlingTime } from "./handling-time.ts"
import type { Queued } from "./lanes.ts"
import { LedHere } from "./led-here.ts"
import type { Outcome } from "./place.ts"
import { busEvent } from "./topic.ts"

/** How long a handler that was cut may take to end, before its event is tried again all the same. */
const cutWithin = "1 second"

/** How long an event waits for its plugin to start. */
const startsWithin = "30 seconds"

/** Longest text of an error that is kept with a delivery. */
const longestError = 2_000

/** Runs a handler once for one event, in the restaurant's instance of its plugin. Never fails. */
export const attempt = (
  deps: { readonly store: BusStore["Service"]; readonly instances: Instances },
  handler: Handler,
  tenantId: TenantId,
  queued: Queued,
): Effect.Effect<Outcome> => {
  const { plugin, subscription, topic } = handler
  const { event, replay } = queued
  const work = Effect.suspend((): Effect.Effect<Outcome, unknown> => {
    const { key, data, led } = busEvent(event)
    let payload: unknown
    try {
      payload = handler.decode(data)
    } catch (error) {
      return Effect.succeed(failed(`The event is not understood: ${decodingError(error)}`, true))
    }
    const meta = {
      position: event.position,
      topic: topic.topic,
      key,
      at: event.at,
      attempt: queued.attempt + 1,
      replay,
    }
    return Effect.scoped(
      Effect.matchEffect(Effect.timeout(deps.instances(plugin, tenantId), startsWithin), {
        // Whatever keeps the plugin from starting is no fault of the event.
        onFailure: () => Effect.succeed(again),
        onSuccess: (context) =>
          inTime(subscription.timeoutMs, (time) =>
            inOrigin(
              { tenantId, pluginKey: plugin },
              deps.store
                .once(
                  { tenantId, plugin, subscription: subscription.id, position: event.position },
                  // Suspended, so that a handler that throws before it has an effect is a failed attempt.
                  Effect.suspend(() => subscription.handle(payload, meta)),
                  time,
                )
                .pipe(
                  Effect.provideContext(context),
                  Effect.provideService(LedHere, led + 1),
                  Effect.as(handled),
                ),
            ),
          ),
      }),
    )
  })
  return Effect.map(Effect.exit(work), outcomeOf)
}

/** Detached, so that even a handler that cannot be interrupted does not keep its place for ever. */
const inTime = (
  timeoutMs: number,
  work: (time: HandlingTime) => Effect.Effect<Outcome, unknown>,
): Effect.Effect<Outcome, unknown> =>
  Effect.gen(function* () {
    const time = yield* HandlingTime.begin
    const fiber = yield* Effect.forkDetach(work(time))
    const exit = yield* Fiber.await(fiber).pipe(
      Effect.raceFirst(time.spent(timeoutMs)),
      Effect.onInterrupt(() => Fiber.interrupt(fiber)),
    )
    if (exit !== undefined) return yield* exit
    yield* Effect.timeoutOption(Fiber.interrupt(fiber), cutWithin)
    return failed(`It did not end within ${timeoutMs} ms`)
  })

const handled: Outcome = { _tag: "handled" }
const again: Outcome = { _tag: "again" }

const failed = (error: string, forGood = false): Outcome => ({
  _tag: "failed",
  error: error.slice(0, longestError).replaceAll("\u0000", ""),
  ...(forGood ? { forGood } : {}),
})

const outcomeOf = (exit: Exit.Exit<Outcome, unknown>): Outcome => {
  if (Exit.isSuccess(exit)) return exit.value
  const died = exit.cause.reasons.find(Cause.isDieReason)
  if (died !== undefined) return failed(textOf(died.defect))
  const error = exit.cause.reasons.find(Cause.isFailReason)?.error
  if (error === undefined || isTagged(error, "Outage") || isTagged(error, "Overloaded"))
    return again
  const loops = isTagged(error, "Refused") && (error as Refused).code === "EVENT_LOOP"
  return failed(textOf(error), loops)
}

const isTagged = (error: unknown, tag: string): boolean =>
  typeof error === "object" && error !== null && "_tag" in error && error._tag === tag

const textOf = (error: unknown): string => {
  if (typeof error !== "object" || error === null) return String(error)
  if ("code" in error && "detail" in error) return `${String(error.code)}: ${String(error.detail)}`
  if (error instanceof Error) return error.message === "" ? error.name : error.message
  return "_tag" in error ? String(error._tag) : JSON.stringify(error)
}
