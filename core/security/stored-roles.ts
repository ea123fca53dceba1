import { Effect, Layer } from "effect"
import type { CommandFailure, Outage } from "#core/hub/gate.ts"
import { mayBeStored } from "#core/hub/may-be-stored.ts"
import { type Scope, systemScope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { type Refused, refused } from "#core/kitchen/refusal.ts"
import { asking } from "./account-rules.ts"
import { Audit } from "./audit.ts"
import { LiveAccess } from "./live-access.ts"
import { MemberStore } from "./member-store.ts"
import { covers, PermissionCatalogue } from "./permission-catalogue.ts"
import { RoleStore } from "./role-store.ts"
import { type Role, Roles } from "./roles.ts"

export const rolesLayer = Layer.effect(
  Roles,
  Effect.gen(function* () {
    const store = yield* RoleStore
    const members = yield* MemberStore
    const live = yield* LiveAccess
    const audit = yield* Audit
    const catalogue = yield* PermissionCatalogue

    const find = (scope: Scope, key: string) =>
      Effect.map(store.list(scope.tenantId), (all) => all.find((role) => role.key === key))

    /** However it ended: what memory says of the roles is what is stored. */
    const changing = <A, E extends CommandFailure>(
      tenantId: TenantId,
      work: Effect.Effect<A, E>,
    ): Effect.Effect<A, E | Outage> =>
      Effect.onExit(members.exclusively([tenantId], work), (exit) =>
        mayBeStored(exit) ? live.rolesChanged(tenantId) : Effect.void,
      )

    const save = Effect.fnUntraced(function* (scope: Scope, role: Omit<Role, "builtIn">) {
      const { tenantId } = scope
      yield* asking(scope, "users.manage")
      return yield* changing(
        tenantId,
        Effect.gen(function* () {
          const before = yield* find(scope, role.key)
          const wrong = saveRefusal(scope, before, role, catalogue.codes())
          if (wrong !== undefined) return yield* wrong
          const after = {
            key: role.key,
            name: role.name,
            permissions: [...new Set(role.permissions)],
            builtIn: before?.builtIn === true,
          }
          yield* store.put(tenantId, after)
          yield* audit.record(scope, {
            action: before === undefined ? "role.created" : "role.changed",
            target: `role/${role.key}`,
            before: said(before),
            after: said(after),
          })
          return after
        }),
      )
    })

    const remove = Effect.fnUntraced(function* (scope: Scope, key: string) {
      const { tenantId } = scope
      yield* asking(scope, "users.manage")
      yield* changing(
        tenantId,
        Effect.gen(function* () {
          const before = yield* find(scope, key)
          if (before === undefined)
            return yield* refused("ROLE_NOT_FOUND", "There is no such role", { role: key })
          if (before.builtIn)
            return yield* refused("ROLE_BUILT_IN", "This role came with the restaurant and stays")
          if (!covers(scope.permissions, before.permissions, catalogue.codes()))
            return yield* moreThanYou
          const holders = (yield* members.list(tenantId)).filter(({ role }) => role === key)
          if (holders.length > 0)
            return yield* refused("ROLE_IN_USE", "Somebody still has this role", {
              people: holders.map(({ fullName }) => fullName),
            })
          yield* store.remove(tenantId, key)
          yield* audit.record(scope, {
            action: "role.removed",
            target: `role/${key}`,
            before: said(before),
          })
        }),
      )
    })

    const grantDefaults: Roles["Service"]["grantDefaults"] = Effect.fnUntraced(
      function* (tenantId, plugin, grants) {
        yield* changing(
          tenantId,
          Effect.gen(function* () {
            const there = yield* store.list(tenantId)
            const wanted = there.flatMap(({ key }) =>
              (Object.hasOwn(grants, key) ? (grants[key] ?? []) : []).map((permission) => ({
                role: key,
                permission,
              })),
            )
            const fresh =
              wanted.length === 0 ? [] : yield* store.noteDefaults(tenantId, plugin, wanted)
            for (const role of there) {
              const more = fresh
                .filter((grant) => grant.role === role.key)
                .map(({ permission }) => permission)
                .filter((permission) => !role.permissions.includes(permission))
              if (more.length === 0 || role.permissions.includes("*")) continue
              yield* store.put(tenantId, { ...role, permissions: [...role.permissions, ...more] })
            }
            if (fresh.length > 0)
              yield* audit.record(systemScope(tenantId), {
                action: "role.defaults_granted",
                target: `plugin/${plugin}`,
                after: fresh,
              })
          }),
        )
      },
    )

    return Roles.of({
      list: (scope) => Effect.andThen(asking(scope, "users.read"), store.list(scope.tenantId)),
      save,
      remove,
      grantDefaults,
    })
  }),
)

const saveRefusal = (
  scope: Scope,
  before: Role | undefined,
  role: Omit<Role, "builtIn">,
  codes: ReadonlySet<string>,
): Refused | undefined => {
  if (role.key === "owner") return refused("ROLE_BUILT_IN", "The owner may do everything, for ever")
  if (!/^[a-z][a-z0-9_]{1,39}$/.test(role.key))
    return refused("ROLE_KEY_INVALID", "A role's key is a short lower-case name", { key: role.key })
  // What a plugin that is not loaded here granted may stay; nothing new that nobody knows.
  const unknown = role.permissions.filter(
    (code) => !isKnown(code, codes) && before?.permissions.includes(code) !== true,
  )
  if (unknown.length > 0)
    return refused("PERMISSION_UNKNOWN", "No plugin here knows these permissions", {
      permissions: unknown,
    })
  return covers(scope.permissions, role.permissions, codes) &&
    covers(scope.permissions, before?.permissions ?? [], codes)
    ? undefined
    : moreThanYou
}

const isKnown = (code: string, codes: ReadonlySet<string>): boolean =>
  code === "*" ||
  codes.has(code) ||
  (code.endsWith(".*") && [...codes].some((known) => known.startsWith(code.slice(0, -1))))

const said = (role: Role | undefined) =>
  role === undefined ? undefined : { name: role.name, permissions: role.permissions }

const moreThanYou = refused("AUTH_FORBIDDEN", "Nobody gives a role more rights than they have")
