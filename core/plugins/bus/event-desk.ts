import { Effect } from "effect"
import { v7 as uuid } from "uuid"
import type { CommandFailure, Outage } from "#core/hub/gate.ts"
import { may, type Scope } from "#core/hub/scope.ts"
import { type Refused, refused } from "#core/kitchen/refusal.ts"
import type { RecordedEvent } from "#core/log/event-log.ts"
import { afterCommit } from "#core/plugins/running/after-commit.ts"
import type { AuditDeed } from "#core/security/audit.ts"
import type { BusRecords, PlaceOverview } from "./bus-records.ts"
import type { BusStore } from "./bus-store.ts"
import type { Dispatcher } from "./dispatcher.ts"
import type { EventSubscriptions, StoredEvent, SubscriptionState } from "./event-subscriptions.ts"
import type { Handler, Handlers } from "./handlers.ts"
import { busEvent, storedTopic } from "./topic.ts"

/** Events of a topic or key are looked for in the newest so many of the log; further back with `from`. */
const searchedAtOnce = 50_000
/** A lag is counted no further than this. */
const countedAtMost = 100_000
/** Events that one replay may bring back. */
const replayedAtMost = 10_000

/** What people see of the events of their restaurant, and what they may do about them. */
export const eventDesk = (parts: {
  readonly store: BusStore["Service"]
  readonly records: BusRecords["Service"]
  readonly handlers: Handlers
  readonly dispatcher: Dispatcher
  readonly record: (scope: Scope, deed: AuditDeed) => Effect.Effect<void, Outage>
}): EventSubscriptions["Service"] => {
  const { store, records, handlers, dispatcher, record } = parts

  const known = (subscription: string): Effect.Effect<Handler, CommandFailure> => {
    const handler = handlers.byId(subscription)
    return handler === undefined
      ? Effect.fail(
          refused("SUBSCRIPTION_NOT_FOUND", `Nothing handles events as "${subscription}"`, {
            subscription,
          }),
        )
      : Effect.succeed(handler)
  }
  const overview = (scope: Scope, some: ReadonlyArray<Handler>) =>
    records.overview(
      scope.tenantId,
      some.map(({ subscription, topic }) => ({ subscription: subscription.id, topic })),
      countedAtMost,
    )
  /** The place of a handler here; a restaurant that never enabled the plugin has none. */
  const placed = Effect.fnUntraced(function* (scope: Scope, subscription: string) {
    const handler = yield* known(subscription)
    const [place] = yield* overview(scope, [handler])
    if (place !== undefined) return { handler, place }
    return yield* refused("SUBSCRIPTION_NOT_FOUND", "It never ran in this restaurant", {
      subscription,
    })
  })
  const done = (scope: Scope, action: string, subscription: string, after?: unknown) =>
    Effect.andThen(
      afterCommit(() => dispatcher.reopen(scope.tenantId, [subscription])),
      record(scope, {
        action: `events.${action}`,
        target: `subscription/${subscription}`,
        ...(scope.address === undefined ? {} : { address: scope.address }),
        ...(after === undefined ? {} : { after }),
      }),
    )
  const switchTo = (
    scope: Scope,
    subscription: string,
    change: { readonly from: "running" | "paused"; readonly to: "running" | "paused" },
    action: string,
  ) =>
    changing(
      scope,
      Effect.gen(function* () {
        yield* placed(scope, subscription)
        yield* store.setState(scope.tenantId, [subscription], change)
        yield* done(scope, action, subscription)
      }),
    )

  return {
    events: (scope, { topic, key, from, page, size }) =>
      reading(
        scope,
        Effect.map(
          records.events(scope.tenantId, {
            ...(topic === undefined ? {} : { topic: storedTopic(topic) }),
            ...(key === undefined ? {} : { key }),
            ...(from === undefined ? {} : { from }),
            window: searchedAtOnce,
            skip: (page - 1) * size,
            limit: size,
          }),
          ({ items, total }) => ({ items: items.map(shown), total, page, size }),
        ),
      ),
    subscriptions: (scope) =>
      reading(
        scope,
        Effect.map(overview(scope, handlers.all), (places) =>
          places.flatMap((place) => {
            const handler = handlers.byId(place.subscription)
            return handler === undefined ? [] : [stateOf(handler, place)]
          }),
        ),
      ),
    deadLetters: (scope, page, size) =>
      reading(
        scope,
        Effect.map(
          records.deadLetters(
            scope.tenantId,
            handlers.all.map(({ subscription }) => subscription.id),
            (page - 1) * size,
            size,
          ),
          ({ items, total }) => ({
            items: items.map(({ subscription, attempts, error, failedAt, event }) => {
              const { position, topic, key, payload } = shown(event)
              return {
                subscription,
                plugin: handlers.byId(subscription)?.plugin ?? "",
                position,
                topic,
                key,
                attempts,
                error,
                failedAt: new Date(failedAt).toISOString(),
                payload,
              }
            }),
            total,
            page,
            size,
          }),
        ),
      ),
    settle: (scope, subscription, position, how) =>
      changing(
        scope,
        Effect.gen(function* () {
          yield* known(subscription)
          if (!(yield* records.decide(scope.tenantId, subscription, position, how)))
            return yield* refused("DEAD_LETTER_NOT_FOUND", "No such delivery waits for a person", {
              subscription,
              position,
            })
          yield* done(
            scope,
            `dead_letter_${how === "retry" ? "retried" : "discarded"}`,
            subscription,
            {
              position,
            },
          )
        }),
      ),
    replay: (scope, subscription, { from, to = Number.MAX_SAFE_INTEGER, dryRun }) =>
      changing(
        scope,
        Effect.gen(function* () {
          const { handler } = yield* placed(scope, subscription)
          const replayId = dryRun ? undefined : uuid()
          const matched = yield* records.replay(scope.tenantId, subscription, {
            from,
            to,
            topic: handler.topic,
            order: handler.subscription.order,
            id: replayId,
            most: replayedAtMost,
          })
          if (replayId === undefined) return { matched }
          if (matched > replayedAtMost)
            return yield* refused(
              "REPLAY_TOO_LARGE",
              `These are ${matched} events; one replay brings back ${replayedAtMost} at most`,
              { matched, most: replayedAtMost },
            )
          yield* done(scope, "replayed", subscription, { from, to, matched, replayId })
          return { matched, replayId }
        }),
      ),
    pause: (scope, subscription) =>
      switchTo(scope, subscription, { from: "running", to: "paused" }, "paused"),
    resume: (scope, subscription) =>
      switchTo(scope, subscription, { from: "paused", to: "running" }, "resumed"),
    lag: (tenantId, plugin) =>
      Effect.map(
        records.overview(
          tenantId,
          handlers
            .ofPlugin(plugin)
            .map(({ subscription, topic }) => ({ subscription: subscription.id, topic })),
          countedAtMost,
        ),
        (places) => places.reduce((sum, { lag }) => sum + lag, 0),
      ),
  }
}

/** Why somebody may not see events; nothing when they may. */
export const readRefusal = (scope: Scope): Refused | undefined =>
  may(scope, "core.events.read") ? undefined : denied("AUTH_FORBIDDEN", "core.events.read")

/** Why somebody may not make handlers run; nothing when they may. */
export const replayRefusal = (scope: Scope): Refused | undefined =>
  may(scope, "core.events.replay")
    ? undefined
    : denied("EVENTS_REPLAY_DENIED", "core.events.replay")

const denied = (code: string, permission: string): Refused =>
  refused(code, "You may not do this", { permission })

const reading = <A>(scope: Scope, work: Effect.Effect<A, CommandFailure>) =>
  readRefusal(scope) ?? work

const changing = <A>(scope: Scope, work: Effect.Effect<A, CommandFailure>) =>
  replayRefusal(scope) ?? work

const shown = (event: RecordedEvent): typeof StoredEvent.Type => {
  const { topic, key, data } = busEvent(event)
  const at = new Date(event.at).toISOString()
  return { position: event.position, topic, key, at, payload: data }
}

const stateOf = (handler: Handler, place: PlaceOverview): SubscriptionState => ({
  id: place.subscription,
  plugin: handler.plugin,
  topic: handler.topic.topic,
  state: place.state === "running" && place.held ? "blocked" : place.state,
  position: place.position,
  lag: place.lag,
  retrying: place.retrying,
  deadLetters: place.dead,
})
