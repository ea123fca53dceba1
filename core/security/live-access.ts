import { Context, type Effect } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { DeviceChange } from "./device-credentials.ts"
import type { StoredDevice } from "./device-store.ts"
import type { Membership } from "./member-store.ts"
import type { StoredSession } from "./session-store.ts"
import type { NoScope, Unauthorized } from "./tokens.ts"

/**
 * Who may do what right now: sessions, people and roles of this process in memory, looked up when first asked for and
 * changed together with what is stored. So a scope is made without a question to the database, and a role that was
 * changed, a session that ended or a person who was disabled is noticed by the very next message.
 *
 * All changes of these tables go through this process; several hubs over one database would have to tell each other.
 */
export class LiveAccess extends Context.Service<
  LiveAccess,
  {
    /** @param chosen restaurant instead of the session's own */
    readonly scopeOf: (
      session: { readonly id: string; readonly tenantId: TenantId },
      chosen: string | undefined,
      address: string | undefined,
    ) => Effect.Effect<Scope, Unauthorized | Outage>
    /** The same from memory alone; nothing when it must be looked up, or is over. */
    readonly knownScope: (
      session: { readonly id: string; readonly tenantId: TenantId },
      chosen: string | undefined,
      address: string | undefined,
    ) => Scope | undefined
    /** The same from memory alone, for a scope that was made before: what its session may do now. */
    readonly now: (scope: Scope) => Scope | NoScope
    /** The credential of the device that a session speaks as, if it is one's and has its own. */
    readonly deviceOf: (session: {
      readonly id: string
      readonly tenantId: TenantId
    }) => Effect.Effect<StoredDevice | undefined, Outage>
    readonly sessionOf: (scope: Scope) => StoredSession | undefined
    readonly membershipsOf: (accountId: string) => Effect.Effect<ReadonlyArray<Membership>, Outage>
    /** Exact codes that a person has in a restaurant; none when they do not work there. */
    readonly permissionsIn: (
      accountId: string,
      tenantId: TenantId,
    ) => Effect.Effect<ReadonlyArray<string>, Outage>
    readonly began: (session: StoredSession) => void
    readonly ended: (sessions: ReadonlyArray<string>) => void
    /** Whether it was stored that they ended, nobody knows: they are looked up again. */
    readonly mayHaveEnded: (which: (session: StoredSession) => boolean) => void
    /** After it was stored, or may have been. */
    readonly personChanged: (accountId: string) => Effect.Effect<void>
    /** What it has open is looked at again; what it signed in with before counts no more. */
    readonly deviceChanged: (change: DeviceChange) => void
    readonly rolesChanged: (tenantId: TenantId) => Effect.Effect<void>
    /** Called after every change that may take a right away from somebody. @returns stops it */
    readonly whenChanged: (listener: () => void) => () => void
  }
>()("heard/security/LiveAccess") {}

/** What a person has open, and what anybody took over on a device: some of it may be theirs. */
export const maybeOf =
  (accountId: string) =>
  (session: StoredSession): boolean =>
    session.accountId === accountId || session.parentId !== undefined
