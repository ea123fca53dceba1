import { Context, Effect, Layer, Option, Schedule } from "effect"
import { TenantDirectory } from "#core/hub/tenant-directory.ts"
import { PluginStates } from "#core/plugins/plugin-states.ts"
import { PluginInstances } from "#core/plugins/running/plugin-instances.ts"
import { PluginWork } from "#core/plugins/running/plugin-work.ts"
import { Audit } from "#core/security/audit.ts"
import { BusRecords } from "./bus-records.ts"
import { BusStore } from "./bus-store.ts"
import { makeDispatcher } from "./dispatcher.ts"
import { eventDelivery } from "./event-delivery.ts"
import { eventDesk } from "./event-desk.ts"
import { EventDelivery, EventSubscriptions } from "./event-subscriptions.ts"
import { Handlers } from "./handlers.ts"

/** Places that are given at once. */
const placesAtOnce = 5_000

/** The bus of this process: delivers to the handlers of the loaded plugins, and tells how they stand. */
export const eventBusLayer = Layer.effectContext(
  Effect.gen(function* () {
    const { plugins } = yield* PluginWork
    const instances = yield* PluginInstances
    const store = yield* BusStore
    const records = yield* BusRecords
    const audit = yield* Effect.serviceOption(Audit)
    const handlers = new Handlers(plugins.values())
    const dispatcher = yield* makeDispatcher({ handlers, instances: instances.get })
    yield* Effect.forkScoped(givePlaces(handlers))
    return Context.make(EventDelivery, eventDelivery(store, handlers, dispatcher)).pipe(
      Context.add(
        EventSubscriptions,
        eventDesk({
          store,
          records,
          handlers,
          dispatcher,
          record: (scope, deed) =>
            Option.isSome(audit) ? audit.value.record(scope, deed) : Effect.void,
        }),
      ),
    )
  }),
)

/** A release may bring handlers that its plugin did not have when it was enabled: they begin now. */
const givePlaces = (handlers: Handlers) =>
  Effect.gen(function* () {
    if (handlers.all.length === 0) return
    const store = yield* BusStore
    const states = yield* PluginStates
    const tenants = yield* TenantDirectory.use(({ list }) => list)
    const places = tenants.flatMap(({ id: tenantId }) =>
      handlers.all
        .filter(({ plugin }) => states.enabled(tenantId, plugin))
        .map(({ subscription: { id, startFrom } }) => ({ tenantId, subscription: id, startFrom })),
    )
    for (let from = 0; from < places.length; from += placesAtOnce)
      yield* store.begin(places.slice(from, from + placesAtOnce))
  }).pipe(Effect.retry({ schedule: Schedule.spaced("2 seconds") }))
