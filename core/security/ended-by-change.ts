import { Effect } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { AccountChange } from "./accounts.ts"
import type { SessionStore } from "./session-store.ts"

/**
 * Ends what a change of a person ends: everything, when they may not come in any more or have another password; what was
 * opened by PIN, when they have another one or none. Whoever learned the old one is out with it.
 *
 * @param of.elsewhere other restaurants in which the person has the same password
 * @param of.own the session in which somebody changes themselves: it goes on
 * @returns the ids of the sessions that ended
 */
export const endedByChange = (
  sessions: SessionStore["Service"],
  of: {
    readonly tenantId: TenantId
    readonly elsewhere: ReadonlyArray<TenantId>
    readonly id: string
    readonly own: string | undefined
    readonly now: number
  },
  { disabled, password, pin }: AccountChange,
): Effect.Effect<ReadonlyArray<string>, Outage> => {
  const { tenantId, elsewhere, id, own, now } = of
  const steps = [
    ...(disabled === true ? [sessions.endAllOf([tenantId], id, "disabled", now)] : []),
    ...(password === undefined
      ? []
      : [sessions.endAllOf([tenantId, ...elsewhere], id, "password changed", now, own)]),
    ...(pin === undefined ? [] : [sessions.endTakeoversBy(tenantId, id, "PIN changed", now)]),
  ]
  return Effect.map(Effect.all(steps), (over) => over.flat())
}
