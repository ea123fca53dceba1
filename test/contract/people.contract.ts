import { assert, layer } from "@effect/vitest"
import { Effect, type Layer } from "effect"
import { v7 as uuid } from "uuid"
import { systemScope } from "#core/hub/scope.ts"
import type { TenantDirectory } from "#core/hub/tenant-directory.ts"
import { Accounts } from "#core/security/accounts.ts"
import type { Audit } from "#core/security/audit.ts"
import type { PermissionCatalogue } from "#core/security/permission-catalogue.ts"
import type { Roles } from "#core/security/roles.ts"
import { Tokens } from "#core/security/tokens.ts"
import { codeOf, goodPassword, newHouse, signIn } from "#test/support/two-houses.ts"

export type AccessServices =
  | Accounts
  | Roles
  | Audit
  | Tokens
  | PermissionCatalogue
  | TenantDirectory

/** What accounts must do, whatever keeps them. */
export const peopleContract = <E>(name: string, access: Layer.Layer<AccessServices, E>) =>
  layer(access)(`people, kept in ${name}`, (it) => {
    it.effect(
      "[PEOPLE-1] a new restaurant has six roles and an owner, however often it is founded",
      () =>
        Effect.gen(function* () {
          const { tenantId, owner } = yield* newHouse()
          const accounts = yield* Accounts
          const again = yield* accounts.found(tenantId, {
            id: uuid(),
            username: "another",
            password: goodPassword,
            fullName: "Somebody Else",
            instanceAdmin: true,
          })
          assert.strictEqual(again.id, owner.principal.id)
          const people = yield* accounts.list(owner)
          assert.deepStrictEqual(
            people.map(({ username, role, instanceAdmin, rev }) => [
              username,
              role,
              instanceAdmin,
              rev,
            ]),
            [["owner", "owner", false, 1]],
          )
        }),
    )

    it.effect(
      "[PEOPLE-2] a name is one in its restaurant, whatever its case; other restaurants have their own",
      () =>
        Effect.gen(function* () {
          const [here, there] = [yield* newHouse(), yield* newHouse()]
          yield* here.hire("waiter", { username: "Zoë" })
          assert.strictEqual(
            yield* codeOf(here.hire("cook", { username: "ZOË" })),
            "USERNAME_TAKEN",
          )
          assert.strictEqual(
            yield* codeOf(here.hire("cook", { username: "Zoe\u0308" })),
            "USERNAME_TAKEN",
          )
          yield* there.hire("waiter", { username: "zoë" })
          yield* signIn(here.slug, "zoë")
        }),
    )

    it.effect(
      "[PEOPLE-3] the same id and content again is the same request, other content is refused",
      () =>
        Effect.gen(function* () {
          const { owner, tenantId } = yield* newHouse()
          const accounts = yield* Accounts
          const [other, id] = [yield* newHouse(), uuid()]
          const bo = { id, username: "bo", password: goodPassword, fullName: "Bo", role: "cook" }
          const first = yield* accounts.create(owner, bo)
          assert.deepStrictEqual(yield* accounts.create(owner, bo), first)
          for (const change of [
            { fullName: "Mo" },
            { role: "waiter" },
            { password: `${goodPassword}!` },
          ])
            assert.strictEqual(
              yield* codeOf(accounts.create(owner, { ...bo, ...change })),
              "USER_ID_TAKEN",
            )
          assert.strictEqual(yield* codeOf(accounts.create(other.owner, bo)), "USER_ID_TAKEN")
          assert.strictEqual(yield* codeOf(accounts.get(other.owner, id)), "USER_NOT_FOUND")
          assert.strictEqual((yield* accounts.list(systemScope(tenantId))).length, 2)
        }),
    )

    it.effect("[PEOPLE-4] a change needs the revision that it was made from", () =>
      Effect.gen(function* () {
        const { owner, hire } = yield* newHouse()
        const accounts = yield* Accounts
        const bo = yield* hire("waiter")
        const changed = yield* accounts.change(owner, bo.id, { fullName: "Bo Renamed" }, 1)
        assert.deepInclude(changed, { fullName: "Bo Renamed", rev: 2 })
        assert.strictEqual(
          yield* codeOf(accounts.change(owner, bo.id, { fullName: "Late" }, 1)),
          "REVISION_CONFLICT",
        )
        assert.strictEqual(yield* codeOf(accounts.get(owner, uuid())), "USER_NOT_FOUND")
        assert.strictEqual(yield* codeOf(accounts.get(owner, "no id")), "USER_NOT_FOUND")
      }),
    )

    it.effect("[PEOPLE-5] the last owner keeps the role and the key", () =>
      Effect.gen(function* () {
        const { owner, hire } = yield* newHouse()
        const accounts = yield* Accounts
        const { id } = owner.principal
        const attempts = () =>
          Effect.all([
            codeOf(accounts.change(owner, id, { role: "manager" })),
            codeOf(accounts.change(owner, id, { disabled: true })),
            codeOf(accounts.remove(owner, id)),
          ])
        assert.deepStrictEqual(yield* attempts(), ["LAST_OWNER", "LAST_OWNER", "LAST_OWNER"])
        const second = yield* hire("owner")
        yield* accounts.change(owner, second.id, { disabled: true })
        assert.deepStrictEqual(yield* attempts(), ["LAST_OWNER", "LAST_OWNER", "LAST_OWNER"])
        yield* accounts.change(owner, second.id, { disabled: false })
        assert.strictEqual((yield* accounts.change(owner, id, { role: "manager" })).role, "manager")
      }),
    )

    it.effect("[PEOPLE-5] of two owners who demote each other at once one stays", () =>
      Effect.gen(function* () {
        const { owner, hire } = yield* newHouse()
        const accounts = yield* Accounts
        const second = yield* hire("owner")
        const demoted = yield* Effect.all(
          [owner.principal.id, second.id].map((id) =>
            codeOf(accounts.change(owner, id, { role: "viewer" })),
          ),
          { concurrency: "unbounded" },
        )
        assert.sameMembers([...demoted], ["no refusal", "LAST_OWNER"])
      }),
    )

    it.effect("[PEOPLE-6] nobody gives, changes or removes more rights than they have", () =>
      Effect.gen(function* () {
        const { owner, hire } = yield* newHouse()
        const accounts = yield* Accounts
        const manager = yield* hire("manager")
        // What the plugin `users` grants a manager by default.
        const scope = { ...(yield* manager.scope), permissions: ["users.read", "users.manage"] }
        const wish = { username: "eve", password: goodPassword, fullName: "Eve", role: "owner" }
        const refusals = yield* Effect.all([
          codeOf(accounts.create(scope, wish)),
          codeOf(accounts.create(scope, { ...wish, role: "viewer", instanceAdmin: true })),
          codeOf(accounts.change(scope, manager.id, { role: "owner" })),
          codeOf(accounts.change(scope, owner.principal.id, { password: "taken over by me" })),
          codeOf(accounts.change(scope, owner.principal.id, { pin: "4711" })),
          codeOf(accounts.remove(scope, owner.principal.id)),
          codeOf(accounts.create({ ...scope, permissions: ["users.read"] }, wish)),
          codeOf(accounts.list({ ...scope, permissions: [] })),
        ])
        assert.deepStrictEqual([...new Set(refusals)], ["AUTH_FORBIDDEN"])
        yield* accounts.create(scope, { ...wish, role: "viewer" })
      }),
    )

    it.effect(
      "[PEOPLE-7] a PIN is one person's in the restaurant, never shown, and can be taken away",
      () =>
        Effect.gen(function* () {
          const [here, there] = [yield* newHouse(), yield* newHouse()]
          const accounts = yield* Accounts
          const bo = yield* here.hire("waiter", { pin: "4711" })
          yield* there.hire("waiter", { pin: "4711" })
          assert.strictEqual(yield* codeOf(here.hire("waiter", { pin: "4711" })), "PIN_TAKEN")
          assert.strictEqual(yield* codeOf(here.hire("waiter", { pin: "12a4" })), "PIN_INVALID")
          assert.strictEqual(yield* codeOf(here.hire("waiter", { pin: "123" })), "PIN_INVALID")
          const shown = yield* accounts.get(here.owner, bo.id)
          assert.isTrue(shown.hasPin)
          assert.notInclude(JSON.stringify(shown), "4711")
          assert.isFalse((yield* accounts.change(here.owner, bo.id, { pin: null })).hasPin)
          yield* here.hire("waiter", { pin: "4711" })
        }),
    )

    it.effect("[PEOPLE-60] everything that is wrong with a person is said at once", () =>
      Effect.gen(function* () {
        const house = yield* newHouse()
        const accounts = yield* Accounts
        const good = { username: "bo", password: goodPassword, fullName: "Bo", role: "waiter" }
        const refusal = (more: object) =>
          Effect.map(Effect.flip(accounts.create(house.owner, { ...good, ...more })), (failure) => {
            if (failure._tag !== "Refused") return failure._tag
            const issues = failure.meta["issues"] as ReadonlyArray<{ readonly path: string }>
            return [failure.code, ...issues.map(({ path }) => path)].join(" ")
          })
        const wrong = { fullName: "", username: " ", password: "short", pin: "12", role: "nope" }
        assert.strictEqual(
          yield* refusal(wrong),
          "VALIDATION_FAILED fullName username password pin role",
        )
        for (const [field, said] of [
          ["fullName", "VALIDATION_FAILED fullName"],
          ["username", "USERNAME_INVALID username"],
          ["password", "PASSWORD_WEAK password"],
          ["pin", "PIN_INVALID pin"],
          ["role", "ROLE_UNKNOWN role"],
        ] as const)
          assert.strictEqual(yield* refusal({ [field]: wrong[field] }), said)
        const bo = yield* accounts.create(house.owner, { ...good, pin: "4711" })
        assert.strictEqual(yield* refusal({}), "USERNAME_TAKEN username")
        assert.strictEqual(yield* refusal({ username: "cy", pin: "4711" }), "PIN_TAKEN pin")
        const both = accounts.change(house.owner, bo.id, { fullName: "", password: "short" })
        assert.strictEqual(yield* codeOf(both), "VALIDATION_FAILED")
      }),
    )

    it.effect(
      "[PEOPLE-8] who works in two restaurants has one password and chooses between them",
      () =>
        Effect.gen(function* () {
          const [here, there] = [yield* newHouse(), yield* newHouse()]
          const [accounts, tokens] = [yield* Accounts, yield* Tokens]
          const bo = yield* here.hire("manager", { username: "bo" })
          const wish = { accountId: bo.id, from: here.tenantId, role: "waiter" }
          assert.strictEqual(yield* codeOf(accounts.join(there.owner, wish)), "AUTH_FORBIDDEN")
          const both = { ...there.owner, instanceAdmin: true as const }
          assert.deepInclude(yield* accounts.join(both, wish), { username: "bo", role: "waiter" })
          const elsewhere = yield* tokens.verify(bo.token, there.tenantId)
          assert.strictEqual(elsewhere.tenantId, there.tenantId)
          const me = yield* tokens.me(elsewhere)
          assert.strictEqual(me.role, "waiter")
          assert.sameMembers(
            me.memberships.map(({ tenantId, role }) => `${tenantId} ${role}`),
            [`${here.tenantId} manager`, `${there.tenantId} waiter`],
          )
          assert.strictEqual(
            yield* codeOf(accounts.change(there.owner, bo.id, { password: "not yours to choose" })),
            "USER_ELSEWHERE",
          )
          yield* accounts.remove(there.owner, bo.id)
          assert.strictEqual(yield* codeOf(tokens.verify(bo.token, there.tenantId)), "Unauthorized")
          yield* tokens.verify(bo.token)
        }),
    )

    it.effect("[PEOPLE-9] somebody of this hub can own a further restaurant", () =>
      Effect.gen(function* () {
        const [first, second] = [yield* newHouse(), yield* newHouse()]
        const [accounts, tokens] = [yield* Accounts, yield* Tokens]
        const empty = uuid() as typeof first.tenantId
        assert.strictEqual(yield* codeOf(accounts.adopt(empty, uuid())), "USER_NOT_FOUND")
        // A restaurant that has an owner keeps them.
        const kept = yield* accounts.adopt(second.tenantId, first.owner.principal.id)
        assert.strictEqual(kept.id, second.owner.principal.id)
        const third = yield* newHouse()
        yield* accounts.remove(systemScope(third.tenantId), (yield* third.hire("cook")).id)
        assert.strictEqual((yield* tokens.me(first.owner)).memberships.length, 1)
      }),
    )
  })
