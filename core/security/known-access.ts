import { Clock, Effect, Exit, Layer } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { DeviceBook, isBarred } from "./device-book.ts"
import type { StoredDevice } from "./device-store.ts"
import { LiveAccess } from "./live-access.ts"
import { MemberStore, type Membership } from "./member-store.ts"
import { expanded, PermissionCatalogue } from "./permission-catalogue.ts"
import { RecentMap } from "./recent-map.ts"
import { RoleStore } from "./role-store.ts"
import { type BareScope, bareScope, ownScope, sayTheSame } from "./session-scope.ts"
import { SessionStore, type StoredSession } from "./session-store.ts"
import { type NoScope, Unauthorized } from "./tokens.ts"

/** Over the stores, in this process's memory. */
export const liveAccessLayer: Layer.Layer<
  LiveAccess,
  never,
  MemberStore | RoleStore | SessionStore | PermissionCatalogue | DeviceBook
> = Layer.effect(
  LiveAccess,
  Effect.gen(function* () {
    const store = yield* MemberStore
    const roleStore = yield* RoleStore
    const sessionStore = yield* SessionStore
    const catalogue = yield* PermissionCatalogue
    const book = yield* DeviceBook
    const sessions = new RecentMap<string, StoredSession | "over">(100_000)
    const people = new RecentMap<string, ReadonlyArray<Membership>>(20_000)
    const roles = new RecentMap<TenantId, ReadonlyMap<string, ReadonlyArray<string>>>(10_000)
    const made = new RecentMap<string, Made>(50_000)
    const listeners = new Set<() => void>()
    let changes = 0
    /** Counts when sessions were taken out of memory: what was being looked up then may be over. */
    let forgotten = 0

    const composeOwn = (
      session: StoredSession,
      device: StoredDevice | undefined,
    ): BareScope | NoScope => {
      if (device === undefined) return "over"
      const known = device.role === undefined ? undefined : roles.get(session.tenantId)
      if (device.role !== undefined && known === undefined) return "unknown"
      const own = device.role === undefined ? undefined : (known?.get(device.role) ?? [])
      return (
        ownScope(session, device, own === undefined ? own : expanded(own, catalogue.codes())) ??
        "over"
      )
    }

    const compose = (session: StoredSession, tenantId: TenantId): BareScope | NoScope => {
      if (session.device !== undefined) {
        const devices = book.known(session.tenantId)
        if (devices === undefined) return "unknown"
        const device = devices.get(session.device.id)
        // A device belongs to one restaurant, whoever signed it in.
        if (tenantId !== session.tenantId || (device !== undefined && isBarred(device)))
          return "over"
        if (session.accountId === undefined) return composeOwn(session, device)
      }
      const memberships = people.get(session.accountId ?? "")
      if (memberships === undefined) return "unknown"
      const membership = memberships.find((one) => one.tenantId === tenantId)
      if (membership === undefined || membership.disabled) return "over"
      const known = roles.get(tenantId)
      if (known === undefined) return "unknown"
      const own = expanded(known.get(membership.role) ?? [], catalogue.codes())
      return bareScope(session, tenantId, membership, own, catalogue.codes())
    }

    const present = (
      id: string,
      home: TenantId,
      chosen: string | undefined,
      address: string | undefined,
    ): Made | NoScope => {
      const session = sessions.get(id)
      if (session === undefined) return "unknown"
      if (session === "over") return "over"
      const version = changes + catalogue.version()
      const key = `${id} ${chosen ?? home} ${address ?? ""}`
      const before = made.get(key)
      if (before?.version === version) return before
      const bare = compose(session, (chosen ?? home) as TenantId)
      if (typeof bare === "string") return bare
      const scope = { ...bare, ...(address === undefined ? {} : { address }) }
      // The same scope as long as it says the same: whoever holds it sees at a glance that nothing changed.
      const same = before !== undefined && sayTheSame(before.scope, scope)
      const entry = same
        ? { ...before, version }
        : { version, scope, answer: Exit.succeed<Scope>(scope) }
      made.set(key, entry)
      return entry
    }

    const changed = (): void => {
      changes += 1
      for (const listener of listeners) listener()
    }

    /** What could not be read anew is forgotten: better to look it up again than to believe what was true before. */
    const reread = <A>(
      read: Effect.Effect<A, Outage>,
      keep: (found: A) => void,
      forget: () => void,
    ): Effect.Effect<void> =>
      Effect.map(Effect.exit(read), (exit) => {
        if (Exit.isSuccess(exit)) keep(exit.value)
        else forget()
        changed()
      })

    /** Reads until nothing changed while it was read: an old picture must not replace a newer one. */
    const readFresh = <A>(read: Effect.Effect<A, Outage>): Effect.Effect<A, Outage> =>
      Effect.suspend(() => {
        const before = changes
        return Effect.flatMap(read, (found) =>
          changes === before ? Effect.succeed(found) : readFresh(read),
        )
      })

    const lookUpAgain = (which: (session: StoredSession) => boolean): void => {
      forgotten += 1
      sessions.forgetWhere((one) => one !== "over" && which(one))
    }

    const membershipsOf = (accountId: string) =>
      Effect.suspend(() => {
        const known = people.get(accountId)
        if (known !== undefined) return Effect.succeed(known)
        return Effect.tap(readFresh(store.membershipsOf(accountId)), (found) =>
          Effect.sync(() => people.set(accountId, found)),
        )
      })

    const readRoles = (tenantId: TenantId) =>
      Effect.map(
        readFresh(roleStore.list(tenantId)),
        (list) => new Map(list.map(({ key, permissions }) => [key, permissions])),
      )

    const rolesOf = (tenantId: TenantId) =>
      Effect.suspend(() => {
        const known = roles.get(tenantId)
        if (known !== undefined) return Effect.succeed(known)
        return Effect.tap(readRoles(tenantId), (found) =>
          Effect.sync(() => roles.set(tenantId, found)),
        )
      })

    const sessionNow = Effect.fnUntraced(function* (id: string, tenantId: TenantId) {
      const now = yield* Clock.currentTimeMillis
      const before = forgotten
      const known = sessions.get(id) ?? (yield* sessionStore.find(tenantId, id, now)) ?? "over"
      // What ended while it was looked up stays ended.
      if (sessions.get(id) !== "over" && forgotten === before) sessions.set(id, known)
      return known === "over" ? undefined : known
    })

    const lookUp = (id: string, tenantId: TenantId, chosen: string | undefined) =>
      Effect.gen(function* () {
        const known = yield* sessionNow(id, tenantId)
        if (known === undefined) return
        if (known.device !== undefined) yield* book.of(tenantId)
        if (known.accountId === undefined) {
          yield* rolesOf(tenantId)
          return
        }
        const memberships = yield* membershipsOf(known.accountId)
        const membership = memberships.find((one) => one.tenantId === (chosen ?? tenantId))
        if (membership !== undefined) yield* rolesOf(membership.tenantId)
      })

    return {
      scopeOf: (session, chosen, address) =>
        Effect.suspend(() => {
          const known = present(session.id, session.tenantId, chosen, address)
          if (typeof known === "object") return known.answer
          if (known === "over") return Effect.fail(refusalOf(session.tenantId, chosen))
          return Effect.flatMap(lookUp(session.id, session.tenantId, chosen), () => {
            const found = present(session.id, session.tenantId, chosen, address)
            return typeof found === "object"
              ? found.answer
              : Effect.fail(refusalOf(session.tenantId, chosen))
          })
        }),
      knownScope: (session, chosen, address) => {
        const known = present(session.id, session.tenantId, chosen, address)
        return typeof known === "object" ? known.scope : undefined
      },
      now: (scope) => {
        if (scope.session === undefined) return scope
        const found = present(scope.session, scope.tenantId, undefined, scope.address)
        return typeof found === "object" ? found.scope : found
      },
      deviceOf: Effect.fnUntraced(function* ({ id, tenantId }) {
        const { device } = (yield* sessionNow(id, tenantId)) ?? {}
        return device === undefined ? undefined : (yield* book.of(tenantId)).get(device.id)
      }),
      sessionOf: ({ session }) => {
        const known = session === undefined ? undefined : sessions.get(session)
        return known === "over" ? undefined : known
      },
      membershipsOf,
      permissionsIn: Effect.fnUntraced(function* (accountId, tenantId) {
        const membership = (yield* membershipsOf(accountId)).find(
          (one) => one.tenantId === tenantId && !one.disabled,
        )
        if (membership === undefined) return []
        return expanded((yield* rolesOf(tenantId)).get(membership.role) ?? [], catalogue.codes())
      }),
      began: (session) => sessions.set(session.id, session),
      ended: (ids) => {
        for (const id of ids) sessions.set(id, "over")
        if (ids.length > 0) changed()
      },
      mayHaveEnded: (which) => {
        lookUpAgain(which)
        changed()
      },
      personChanged: (accountId) =>
        reread(
          readFresh(store.membershipsOf(accountId)),
          (found) => people.set(accountId, found),
          () => people.delete(accountId),
        ),
      deviceChanged: ({ tenantId, deviceId, over }) => {
        if (over !== undefined)
          lookUpAgain((one) => one.tenantId === tenantId && one.device?.id === deviceId)
        changed()
      },
      rolesChanged: (tenantId) =>
        reread(
          readRoles(tenantId),
          (found) => roles.set(tenantId, found),
          () => roles.delete(tenantId),
        ),
      whenChanged: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    }
  }),
)

interface Made {
  readonly version: number
  readonly scope: Scope
  readonly answer: Exit.Exit<Scope>
}

const refusalOf = (home: TenantId, chosen: string | undefined): Unauthorized =>
  chosen === undefined || chosen === home ? sessionEnded : foreignTenant

const sessionEnded = new Unauthorized({ detail: "This session has ended: sign in again" })
const foreignTenant = new Unauthorized({ detail: "This token is not valid for that restaurant" })
