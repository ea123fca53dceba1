import { Effect, Schema } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import { readRefusal, replayRefusal } from "#core/plugins/bus/event-desk.ts"
import {
  DeadLetter,
  type EventSubscriptions,
  StoredEvent,
  SubscriptionState,
} from "#core/plugins/bus/event-subscriptions.ts"
import { pageAnswer, pageOf, pageQuery } from "#core/plugins/documents/collection-schema.ts"
import type { PluginDatabase } from "#core/plugins/plugin-database.ts"
import type { PluginAnswer } from "#core/plugins/running/plugin-host.ts"
import { onceOnly } from "./once-only.ts"
import { ofOwnTenant, pageFrom } from "./own-tenant.ts"
import type { RouteRequest, ScopedRoute } from "./route.ts"

const Position = Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 2 ** 52 }))
const PositionText = Schema.NumberFromString.check(
  Schema.isInt(),
  Schema.isBetween({ minimum: 1, maximum: 2 ** 52 }),
)
const Name = Schema.String.check(Schema.isMinLength(1), Schema.isMaxLength(200))

const EventsQuery = pageQuery({
  topic: Schema.optionalKey(
    Schema.String.check(
      Schema.isPattern(/^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*@[1-9][0-9]{0,3}$/, {
        message: "Expected a topic such as orders.order_placed@1",
      }),
    ),
  ),
  key: Schema.optionalKey(Name),
  from: Schema.optionalKey(PositionText),
})
const Paging = pageQuery({})

const ReplayBody = Schema.Struct({
  from: Position,
  to: Schema.optionalKey(Position),
  dryRun: Schema.optionalKey(Schema.Boolean),
})
  .check(
    Schema.makeFilter(({ from, to = from }) =>
      to < from ? [{ path: ["to"], issue: "Expected a position not before `from`" }] : [],
    ),
  )
  .annotate({ identifier: "EventReplay" })

const Replayed = Schema.Struct({
  matched: Schema.Int,
  replayId: Schema.optionalKey(Schema.String),
}).annotate({ identifier: "EventsReplayed" })

/** Nothing to say but that it is done. */
const Done = Schema.Struct({ ok: Schema.Literal(true) })
const done: PluginAnswer = { status: 202, json: { ok: true } }

/** What happened in a restaurant, who handles it, and what to do about what could not be handled. */
export const eventRoutes = (options: {
  readonly apiPrefix: string
  readonly subscriptions: EventSubscriptions["Service"]
  readonly database: Pick<PluginDatabase["Service"], "once">
}): ReadonlyArray<ScopedRoute> => {
  const { subscriptions, database } = options
  const base = `${options.apiPrefix}/tenants/:tenant`
  const shared = {
    access: "scoped",
    tag: "events",
    limit: "standard",
    defectCode: "INTERNAL",
  } as const
  const reads = (
    path: string,
    summary: string,
    answer: Schema.Codec<unknown, unknown>,
    query: Schema.Codec<unknown, unknown> | undefined,
    find: (scope: Scope, request: RouteRequest) => Effect.Effect<unknown, CommandFailure>,
  ): ScopedRoute => ({
    ...shared,
    method: "GET",
    path: `${base}${path}`,
    summary,
    guard: { by: "route", permission: "core.events.read" },
    refusal: readRefusal,
    ...(query === undefined ? {} : { query }),
    answer,
    status: 200,
    handle: ofOwnTenant((scope, request) =>
      Effect.map(find(scope, request), (json) => ({ status: 200, json })),
    ),
  })
  const changes = (
    path: string,
    summary: string,
    change: (scope: Scope, request: RouteRequest) => Effect.Effect<PluginAnswer, CommandFailure>,
    body?: Pick<ScopedRoute, "body" | "answer">,
  ): ScopedRoute => ({
    ...shared,
    method: "POST",
    path: `${base}${path}`,
    summary,
    guard: { by: "route", permission: "core.events.replay" },
    refusal: replayRefusal,
    answer: Done,
    ...body,
    status: 202,
    handle: ofOwnTenant((scope, request) =>
      onceOnly(database, scope, path, request, change(scope, request)),
    ),
  })

  return [
    reads(
      "/events",
      "What happened, newest first; with a topic or key it looks at the newest 50,000 positions up to `from`",
      pageAnswer(StoredEvent),
      EventsQuery,
      (scope, { query }) => {
        const { page: _page, size: _size, ...filter } = query as typeof EventsQuery.Type
        return subscriptions.events(scope, {
          ...filter,
          ...pageOf(query as typeof EventsQuery.Type),
        })
      },
    ),
    reads(
      "/subscriptions",
      "Who handles events, how far each is and what waits",
      pageAnswer(SubscriptionState),
      Paging,
      (scope, request) =>
        Effect.map(subscriptions.subscriptions(scope), (all) => pageFrom(all, request).json),
    ),
    reads(
      "/dead-letters",
      "Events whose handler failed for good, a page at a time",
      pageAnswer(DeadLetter),
      Paging,
      (scope, { query }) => {
        const { page, size } = pageOf(query as typeof Paging.Type)
        return subscriptions.deadLetters(scope, page, size)
      },
    ),
    ...(["retry", "discard"] as const).map((how) =>
      changes(
        `/dead-letters/:subscription/:position/${how}`,
        how === "retry" ? "Try a dead letter again" : "Let a dead letter go",
        (scope, { params }) =>
          Effect.as(
            subscriptions.settle(
              scope,
              params["subscription"] ?? "",
              positionOf(params["position"]),
              how,
            ),
            done,
          ),
      ),
    ),
    changes(
      "/subscriptions/:subscription/replay",
      "Have events of a range of positions handled again; dryRun only counts them (200)",
      (scope, { params, body }) => {
        const { dryRun = false, ...range } = body as typeof ReplayBody.Type
        return Effect.map(
          subscriptions.replay(scope, params["subscription"] ?? "", { ...range, dryRun }),
          (json) => ({ status: dryRun ? 200 : 202, json }),
        )
      },
      { body: ReplayBody, answer: Replayed },
    ),
    changes(
      "/subscriptions/:subscription/pause",
      "Handle nothing until it is resumed; its place is kept",
      (scope, { params }) =>
        Effect.as(subscriptions.pause(scope, params["subscription"] ?? ""), done),
    ),
    changes(
      "/subscriptions/:subscription/resume",
      "Go on where it was paused",
      (scope, { params }) =>
        Effect.as(subscriptions.resume(scope, params["subscription"] ?? ""), done),
    ),
  ]
}

/** What is no position names no dead letter. */
const positionOf = (text = ""): number => (/^[1-9][0-9]{0,14}$/.test(text) ? Number(text) : 0)
