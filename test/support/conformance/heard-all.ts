import { Effect, Schedule } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"
import { EventSubscriptions } from "#core/plugins/bus/event-subscriptions.ts"

/** The plugin's handlers have heard all that happened in the restaurant so far; given up after two seconds. */
export const heardAll = (plugin: string, tenantId: TenantId) =>
  EventSubscriptions.use(({ lag }) => lag(tenantId, plugin)).pipe(
    Effect.filterOrFail((behind) => behind === 0),
    Effect.retry({ times: 100, schedule: Schedule.spaced("20 millis") }),
  )
