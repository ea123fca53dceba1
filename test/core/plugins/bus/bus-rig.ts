import { randomUUID } from "node:crypto"
import { Context, Effect, Schedule, Schema } from "effect"
import { systemScope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { EventLog } from "#core/log/event-log.ts"
import { BusStore } from "#core/plugins/bus/bus-store.ts"
import { type DispatcherOptions, makeDispatcher } from "#core/plugins/bus/dispatcher.ts"
import { eventDelivery } from "#core/plugins/bus/event-delivery.ts"
import { Handlers } from "#core/plugins/bus/handlers.ts"
import { defineEvent } from "#core/plugins/event.ts"
import type { Instances } from "#core/plugins/running/plugin-instances.ts"
import { definePlugin } from "#core/plugins/sdk.ts"
import type { Subscription } from "#core/plugins/subscription.ts"

/** What the tests' plugins tell each other. */
export const Called = defineEvent(
  "waiter.called",
  1,
  Schema.Struct({ table: Schema.String, n: Schema.Int }),
)

/** Something is told about a table. */
export const call = (tenantId: TenantId, table: string, n: number) =>
  BusStore.use(({ emit }) =>
    emit("waiter", tenantId, { topic: "waiter.called@1", key: table, data: { table, n } }),
  )

export const headOf = (tenantId: TenantId) =>
  EventLog.use(({ head }) => head(systemScope(tenantId)))

/** A bus with the handlers of some plugins, until the scope closes. */
export const runningBus = (
  plugins: Readonly<Record<string, ReadonlyArray<Subscription<never>>>>,
  options: Partial<Omit<DispatcherOptions, "handlers">> = {},
) =>
  Effect.gen(function* () {
    const handlers = new Handlers(
      Object.entries(plugins).map(([key, subscriptions]) => ({
        key,
        definition: definePlugin({ key, subscriptions }),
      })),
    )
    const nothing: Instances = () => Effect.succeed(Context.empty() as Context.Context<unknown>)
    const dispatcher = yield* makeDispatcher({ instances: nothing, ...options, handlers })
    const delivery = eventDelivery(yield* BusStore, handlers, dispatcher)
    return { dispatcher, delivery, handlers }
  })

export const restaurant = (): TenantId => randomUUID() as TenantId

/** Asks again until it is so. */
export const eventually = <E, R>(there: Effect.Effect<boolean, E, R>) =>
  there.pipe(
    Effect.filterOrFail(
      (yes) => yes,
      () => "not yet",
    ),
    Effect.retry({ schedule: Schedule.spaced("5 millis"), times: 3_000 }),
  )
