import { Effect, Option } from "effect"
import type { CommandFailure, Outage } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { BusStore } from "#core/plugins/bus/bus-store.ts"
import { EventDelivery, EventSubscriptions } from "#core/plugins/bus/event-subscriptions.ts"
import { Audit, type AuditDeed } from "#core/security/audit.ts"
import { Roles } from "#core/security/roles.ts"

/** What a change of a plugin touches beside the plugin itself. */
export interface Surroundings {
  /** Joins the open transaction. */
  readonly record: (scope: Scope, deed: AuditDeed) => Effect.Effect<void, Outage>
  /** Joins the open transaction; nothing may follow it there. */
  readonly emit: BusStore["Service"]["emit"]
  readonly grant: Roles["Service"]["grantDefaults"]
  readonly events: EventDelivery["Service"]
  readonly lag: (tenantId: TenantId, plugin: string) => Effect.Effect<number, CommandFailure>
}

export const surroundings: Effect.Effect<Surroundings, never, Audit | Roles> = Effect.gen(
  function* () {
    const { record } = yield* Audit
    const { grantDefaults } = yield* Roles
    const bus = yield* Effect.serviceOption(BusStore)
    const delivery = yield* Effect.serviceOption(EventDelivery)
    const subscriptions = yield* Effect.serviceOption(EventSubscriptions)
    return {
      record,
      grant: grantDefaults,
      emit: (plugin, tenantId, fact) =>
        Option.isSome(bus) ? bus.value.emit(plugin, tenantId, fact) : Effect.void,
      events: Option.getOrElse(delivery, () => ({
        start: () => Effect.void,
        stop: () => Effect.void,
        forget: () => Effect.void,
      })),
      lag: (tenantId, plugin) =>
        Option.isSome(subscriptions)
          ? subscriptions.value.lag(tenantId, plugin)
          : Effect.succeed(0),
    }
  },
)
