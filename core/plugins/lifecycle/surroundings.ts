import { Effect } from "effect"
import { BusStore } from "#core/plugins/bus/bus-store.ts"
import { EventDelivery, EventSubscriptions } from "#core/plugins/bus/event-subscriptions.ts"
import { Audit } from "#core/security/audit.ts"
import { Roles } from "#core/security/roles.ts"

/** What a change of a plugin touches beside the plugin itself. */
export interface Surroundings {
  readonly audit: Audit["Service"]
  readonly roles: Roles["Service"]
  readonly bus: BusStore["Service"]
  readonly delivery: EventDelivery["Service"]
  readonly subscriptions: EventSubscriptions["Service"]
}

export const surroundings = Effect.all({
  audit: Audit,
  roles: Roles,
  bus: BusStore,
  delivery: EventDelivery,
  subscriptions: EventSubscriptions,
})
