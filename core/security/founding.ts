import { Effect } from "effect"
import type { CommandFailure } from "#core/hub/gate.ts"
import { mayBeStored } from "#core/hub/may-be-stored.ts"
import { systemScope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { secretsRefusal, takenRefusal, userNotFound } from "./account-rules.ts"
import type { Founder } from "./accounts.ts"
import { Audit } from "./audit.ts"
import { rolesOfNewRestaurant } from "./default-roles.ts"
import { LiveAccess } from "./live-access.ts"
import { MemberStore, type StoredMember, type Taken } from "./member-store.ts"
import { PasswordHashing } from "./password-hashing.ts"
import { RoleStore } from "./role-store.ts"

/** Gives a restaurant its roles and its owner; once it has one, it is left as it is. */
export const foundingOf = Effect.gen(function* () {
  const members = yield* MemberStore
  const roles = yield* RoleStore
  const hashing = yield* PasswordHashing
  const audit = yield* Audit
  const live = yield* LiveAccess

  const ownerOf = (tenantId: TenantId, id: string) =>
    Effect.map(
      members.list(tenantId),
      (all) =>
        all.find(({ accountId }) => accountId === id) ?? all.find(({ role }) => role === "owner"),
    )

  const open = Effect.fnUntraced(function* (
    tenantIds: readonly [TenantId, ...ReadonlyArray<TenantId>],
    ownerId: string,
    add: Effect.Effect<Taken | undefined, CommandFailure>,
  ) {
    const [tenantId] = tenantIds
    const work = members.exclusively(
      tenantIds,
      Effect.gen(function* () {
        const meanwhile = yield* ownerOf(tenantId, ownerId)
        if (meanwhile !== undefined) return meanwhile
        const known = new Set((yield* roles.list(tenantId)).map(({ key }) => key))
        for (const role of rolesOfNewRestaurant())
          if (!known.has(role.key)) yield* roles.put(tenantId, role)
        const taken = yield* add
        if (taken !== undefined) return yield* takenRefusal(taken)
        yield* audit.record(systemScope(tenantId), {
          action: "restaurant.founded",
          target: `user/${ownerId}`,
          after: { role: "owner" },
        })
        return (yield* members.byId(tenantId, ownerId)) ?? (yield* userNotFound(ownerId))
      }),
    )
    return yield* Effect.onExit(work, (exit) =>
      mayBeStored(exit)
        ? Effect.andThen(live.rolesChanged(tenantId), live.personChanged(ownerId))
        : Effect.void,
    )
  })

  const found = Effect.fnUntraced(function* (tenantId: TenantId, founder: Founder) {
    const there: StoredMember | undefined = yield* ownerOf(tenantId, founder.id)
    if (there !== undefined) return there
    const wrong = secretsRefusal(founder.username, { password: founder.password })
    if (wrong !== undefined) return yield* wrong
    const { id, username, fullName, instanceAdmin } = founder
    const passwordHash = yield* hashing.hash(founder.password)
    return yield* open(
      [tenantId],
      id,
      members.add({
        ...{ tenantId, accountId: id, username, fullName, passwordHash, instanceAdmin },
        ...newOwner,
      }),
    )
  })

  const adopt = Effect.fnUntraced(function* (tenantId: TenantId, accountId: string) {
    const there: StoredMember | undefined = yield* ownerOf(tenantId, accountId)
    if (there !== undefined) return there
    const [elsewhere] = (yield* live.membershipsOf(accountId)).filter(({ disabled }) => !disabled)
    if (elsewhere === undefined) return yield* userNotFound(accountId)
    const { username } = elsewhere
    return yield* open(
      [tenantId, elsewhere.tenantId],
      accountId,
      members.join({ tenantId, accountId, username, ...newOwner }),
    )
  })

  return { found, adopt }
})

const newOwner = { role: "owner", pinHash: null, disabled: false } as const
