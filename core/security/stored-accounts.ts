import { Clock, Effect, Exit, Layer } from "effect"
import { v7 as uuid } from "uuid"
import type { CommandFailure } from "#core/hub/gate.ts"
import { mayBeStored } from "#core/hub/may-be-stored.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { changeDeeds } from "./account-change.ts"
import {
  asking,
  isSystem,
  lastOwnerRefusal,
  overRefusal,
  personRefusal,
  roleToGive,
  secretsRefusal,
  takenRefusal,
  userNotFound,
} from "./account-rules.ts"
import { type Account, type AccountChange, Accounts, type NewAccount } from "./accounts.ts"
import { Audit } from "./audit.ts"
import { endedByChange } from "./ended-by-change.ts"
import { foundingOf } from "./founding.ts"
import { LiveAccess, maybeOf } from "./live-access.ts"
import { MemberStore, type StoredMember } from "./member-store.ts"
import { ownPasswordOf } from "./own-password.ts"
import { PasswordHashing } from "./password-hashing.ts"
import { PermissionCatalogue } from "./permission-catalogue.ts"
import { RoleStore } from "./role-store.ts"
import { SessionStore } from "./session-store.ts"

export const accountsLayer = Layer.effect(
  Accounts,
  Effect.gen(function* () {
    const members = yield* MemberStore
    const roles = yield* RoleStore
    const sessions = yield* SessionStore
    const live = yield* LiveAccess
    const hashing = yield* PasswordHashing
    const audit = yield* Audit
    const catalogue = yield* PermissionCatalogue
    const ownPassword = yield* ownPasswordOf
    const founding = yield* foundingOf

    const member = Effect.fnUntraced(function* (tenantId: TenantId, id: string) {
      const known = isUuid.test(id) ? yield* members.byId(tenantId, id) : undefined
      return known ?? (yield* userNotFound(id))
    })

    const hashedPin = (tenantId: TenantId, pin: string | null | undefined) =>
      typeof pin === "string" ? hashing.hashPin(tenantId, pin) : Effect.succeed(pin)

    /** However it ended: what memory says of the person is what is stored. */
    const storing = <A extends { readonly over: ReadonlyArray<string> }>(
      id: string,
      work: Effect.Effect<A, CommandFailure>,
    ): Effect.Effect<A, CommandFailure> =>
      Effect.onExit(work, (exit) => {
        if (!mayBeStored(exit)) return Effect.void
        if (Exit.isSuccess(exit)) live.ended(exit.value.over)
        else live.mayHaveEnded(maybeOf(id))
        return live.personChanged(id)
      })

    /** The same id again: the same request when it says the same. */
    const repeated = Effect.fnUntraced(function* (scope: Scope, account: NewAccount) {
      const there =
        account.id === undefined ? undefined : yield* members.byId(scope.tenantId, account.id)
      if (there === undefined) return undefined
      const same =
        there.username === account.username &&
        there.fullName === account.fullName &&
        there.role === account.role &&
        (yield* hashing.verify(account.password, there.passwordHash))
      return same ? accountOf(there) : yield* takenRefusal("id")
    })

    const create = Effect.fnUntraced(function* (scope: Scope, account: NewAccount) {
      const { tenantId } = scope
      yield* asking(scope, "users.manage")
      const wrong = personRefusal(account, yield* roles.list(tenantId))
      if (wrong !== undefined) return yield* wrong
      if (account.instanceAdmin === true && scope.instanceAdmin !== true)
        return yield* refused("AUTH_FORBIDDEN", "Only an administrator of this hub makes another")
      const before = yield* repeated(scope, account)
      if (before !== undefined) return before
      const id = account.id ?? uuid()
      const passwordHash = yield* hashing.hash(account.password)
      const pinHash = (yield* hashedPin(tenantId, account.pin)) ?? null
      return yield* members.exclusively(
        [tenantId],
        Effect.gen(function* () {
          yield* roleToGive(scope, yield* roles.list(tenantId), account.role, catalogue.codes())
          const taken = yield* members.add({
            tenantId,
            accountId: id,
            username: account.username,
            fullName: account.fullName,
            role: account.role,
            passwordHash,
            pinHash,
            disabled: false,
            instanceAdmin: account.instanceAdmin === true,
          })
          if (taken !== undefined) return yield* takenRefusal(taken)
          yield* audit.record(scope, {
            action: "user.created",
            target: `user/${id}`,
            after: { username: account.username, fullName: account.fullName, role: account.role },
          })
          return accountOf(yield* member(tenantId, id))
        }),
      )
    })

    /** What the caller may not do to this person, whatever else is right. */
    const checked = Effect.fnUntraced(function* (
      scope: Scope,
      before: StoredMember,
      change: Pick<AccountChange, "role" | "disabled">,
    ) {
      const { tenantId } = scope
      const known = yield* roles.list(tenantId)
      const above = overRefusal(scope, before, known, catalogue.codes())
      if (above !== undefined) return yield* above
      if (change.role !== undefined && change.role !== before.role)
        yield* roleToGive(scope, known, change.role, catalogue.codes())
      if (change.disabled === true || (change.role !== undefined && change.role !== before.role)) {
        const last = lastOwnerRefusal(before, yield* members.list(tenantId))
        if (last !== undefined) return yield* last
      }
    })

    const change = Effect.fnUntraced(function* (
      scope: Scope,
      id: string,
      wanted: AccountChange,
      ifRev?: number,
    ) {
      const { tenantId } = scope
      yield* asking(scope, "users.manage")
      const seen = yield* member(tenantId, id)
      const wrong = secretsRefusal(wanted.username ?? seen.username, {
        ...(wanted.fullName === undefined ? {} : { fullName: wanted.fullName }),
        ...(wanted.password === undefined ? {} : { password: wanted.password }),
        ...(typeof wanted.pin === "string" ? { pin: wanted.pin } : {}),
      })
      if (wrong !== undefined) return yield* wrong
      const everywhere = yield* live.membershipsOf(id)
      if (
        (wanted.password !== undefined || wanted.fullName !== undefined) &&
        scope.instanceAdmin !== true &&
        !isSystem(scope) &&
        everywhere.some((one) => one.tenantId !== tenantId)
      )
        return yield* refused(
          "USER_ELSEWHERE",
          "This person works in another restaurant too: name and password are theirs to change",
        )
      const { password, pin, ...plain } = wanted
      const passwordHash = password === undefined ? undefined : yield* hashing.hash(password)
      const pinHash = yield* hashedPin(tenantId, pin)
      const now = yield* Clock.currentTimeMillis
      const elsewhere =
        password === undefined
          ? []
          : everywhere.map((one) => one.tenantId).filter((one) => one !== tenantId)
      const own = scope.principal.id === id ? scope.session : undefined
      const work = members.exclusively(
        [tenantId, ...elsewhere],
        Effect.gen(function* () {
          const before = yield* member(tenantId, id)
          if (ifRev !== undefined && ifRev !== before.rev)
            return yield* refused("REVISION_CONFLICT", "Somebody changed this person meanwhile", {
              rev: before.rev,
            })
          yield* checked(scope, before, wanted)
          const taken = yield* members.change(tenantId, id, {
            ...plain,
            ...(passwordHash === undefined ? {} : { passwordHash }),
            ...(pinHash === undefined ? {} : { pinHash }),
          })
          if (taken !== undefined) return yield* takenRefusal(taken)
          for (const deed of changeDeeds(before, wanted)) yield* audit.record(scope, deed)
          const of = { tenantId, elsewhere, id, own, now }
          const over = yield* endedByChange(sessions, of, wanted)
          return { account: accountOf(yield* member(tenantId, id)), over }
        }),
      )
      return (yield* storing(id, work)).account
    })

    const remove = Effect.fnUntraced(function* (scope: Scope, id: string) {
      const { tenantId } = scope
      yield* asking(scope, "users.manage")
      const now = yield* Clock.currentTimeMillis
      const work = members.exclusively(
        [tenantId],
        Effect.gen(function* () {
          const before = yield* member(tenantId, id)
          yield* checked(scope, before, { disabled: true })
          const over = yield* sessions.endAllOf([tenantId], id, "removed", now)
          yield* members.remove(tenantId, id)
          yield* audit.record(scope, {
            action: "user.removed",
            target: `user/${id}`,
            before: { username: before.username, fullName: before.fullName, role: before.role },
          })
          return { over }
        }),
      )
      yield* storing(id, work)
    })

    const join: Accounts["Service"]["join"] = Effect.fnUntraced(function* (scope, wanted) {
      const { tenantId } = scope
      yield* asking(scope, "users.manage")
      const there = yield* live.permissionsIn(scope.principal.id, wanted.from)
      if (scope.instanceAdmin !== true && !there.includes("*") && !there.includes("users.manage"))
        return yield* refused("AUTH_FORBIDDEN", "You do not manage the people of that restaurant")
      const pinHash = (yield* hashedPin(tenantId, wanted.pin)) ?? null
      const work = members.exclusively(
        [tenantId, wanted.from],
        Effect.gen(function* () {
          const known = yield* member(wanted.from, wanted.accountId)
          const username = wanted.username ?? known.username
          const wrong = secretsRefusal(
            username,
            wanted.pin === undefined ? {} : { pin: wanted.pin },
          )
          if (wrong !== undefined) return yield* wrong
          yield* roleToGive(scope, yield* roles.list(tenantId), wanted.role, catalogue.codes())
          const { accountId } = known
          const taken = yield* members.join({
            tenantId,
            accountId,
            username,
            role: wanted.role,
            pinHash,
            disabled: false,
          })
          if (taken !== undefined) return yield* takenRefusal(taken)
          yield* audit.record(scope, {
            action: "user.joined",
            target: `user/${accountId}`,
            after: { username, fullName: known.fullName, role: wanted.role },
          })
          return { account: accountOf(yield* member(tenantId, accountId)), over: [] }
        }),
      )
      return (yield* storing(wanted.accountId, work)).account
    })

    return Accounts.of({
      list: (scope) =>
        Effect.andThen(
          asking(scope, "users.read"),
          Effect.map(members.list(scope.tenantId), (all) => all.map(accountOf)),
        ),
      get: (scope, id): Effect.Effect<Account, CommandFailure> =>
        Effect.andThen(
          asking(scope, "users.read"),
          Effect.map(member(scope.tenantId, id), accountOf),
        ),
      create,
      change,
      remove,
      join,
      changeOwnPassword: ownPassword,
      found: (tenantId, founder) => Effect.map(founding.found(tenantId, founder), accountOf),
      adopt: (tenantId, accountId) => Effect.map(founding.adopt(tenantId, accountId), accountOf),
    })
  }),
)

const isUuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

const accountOf = (member: StoredMember): Account => ({
  id: member.accountId,
  username: member.username,
  fullName: member.fullName,
  role: member.role,
  hasPin: member.pinHash !== null,
  disabled: member.disabled || member.barred,
  instanceAdmin: member.instanceAdmin,
  lastLoginAt: member.lastLoginAt,
  createdAt: member.createdAt,
  rev: member.rev,
})
