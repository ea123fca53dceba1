import { expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { Outage } from "#core/hub/gate.ts"
import { accessLayer } from "#core/security/access.ts"
import { Accounts } from "#core/security/accounts.ts"
import { MemberStore } from "#core/security/member-store.ts"
import { PermissionCatalogue } from "#core/security/permission-catalogue.ts"
import { Roles } from "#core/security/roles.ts"
import { Tokens } from "#core/security/tokens.ts"
import { memoryStores } from "#test/support/memory-access.ts"
import { quickHashing } from "#test/support/quick-hashing.ts"
import {
  codeOf,
  goodPassword,
  memoryDirectory,
  newHouse,
  signIn,
} from "#test/support/two-houses.ts"

/** Everything is stored; while `isDown` nobody hears that it was. */
const database = { isDown: false }

const stores = Layer.effect(
  MemberStore,
  Effect.map(MemberStore, (store) => ({
    ...store,
    exclusively: ((tenants, work) =>
      Effect.flatMap(store.exclusively(tenants, work), (done) =>
        database.isDown
          ? Effect.fail(new Outage({ reason: "The connection broke" }))
          : Effect.succeed(done),
      )) as MemberStore["Service"]["exclusively"],
  })),
).pipe(Layer.provideMerge(memoryStores()))

const access = accessLayer("a secret of the tests that is long enough", quickHashing).pipe(
  Layer.provideMerge(stores),
  Layer.provideMerge(memoryDirectory),
)

const lost = <A, E, R>(work: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    database.isDown = true
    const code = yield* Effect.ensuring(
      codeOf(work),
      Effect.sync(() => {
        database.isDown = false
      }),
    )
    expect(code).toBe("Outage")
  })

it.effect("[AUTH-32] a role that was taken from somebody is taken, though nobody heard of it", () =>
  Effect.gen(function* () {
    const { owner, hire } = yield* newHouse()
    const [accounts, tokens] = [yield* Accounts, yield* Tokens]
    ;(yield* PermissionCatalogue).declare("kds", ["kds.ticket.bump"])
    const bo = yield* hire("owner")
    const scope = yield* bo.scope
    expect(scope.permissions).toContain("*")
    yield* lost(accounts.change(owner, bo.id, { role: "viewer" }))
    expect((yield* tokens.verify(bo.token)).permissions).not.toContain("*")
    expect(tokens.now(scope)).toMatchObject({ permissions: [] })
  }).pipe(Effect.provide(access)),
)

it.effect("[AUTH-32] so is a right that was taken from a role", () =>
  Effect.gen(function* () {
    const { owner, hire } = yield* newHouse()
    const [roles, tokens] = [yield* Roles, yield* Tokens]
    ;(yield* PermissionCatalogue).declare("kds", ["kds.ticket.bump"])
    const role = { key: "grill", name: "Grill", permissions: ["kds.*"] }
    yield* roles.save(owner, role)
    const bo = yield* hire("grill")
    expect((yield* bo.scope).permissions).toEqual(["kds.ticket.bump"])
    yield* lost(roles.save(owner, { ...role, permissions: [] }))
    expect((yield* tokens.verify(bo.token)).permissions).toEqual([])
  }).pipe(Effect.provide(access)),
)

it.effect("[AUTH-32] who was removed, or has a new password, is signed out", () =>
  Effect.gen(function* () {
    const { owner, hire, slug } = yield* newHouse()
    const [accounts, tokens] = [yield* Accounts, yield* Tokens]
    const [bo, cy] = [yield* hire("waiter"), yield* hire("waiter")]
    yield* lost(accounts.change(owner, cy.id, { password: "reset by the owner" }))
    expect(yield* codeOf(tokens.verify(cy.token))).toBe("Unauthorized")
    yield* lost(accounts.remove(owner, bo.id))
    expect(yield* codeOf(tokens.verify(bo.token))).toBe("Unauthorized")
    const di = yield* hire("waiter")
    const phone = yield* signIn(slug, di.username)
    const next = { current: goodPassword, next: "four other words here" }
    yield* lost(accounts.changeOwnPassword(yield* di.scope, next))
    expect(yield* codeOf(tokens.verify(phone.accessToken))).toBe("Unauthorized")
    yield* tokens.verify(di.token)
  }).pipe(Effect.provide(access)),
)

it.effect("[AUTH-32] who signed out is, though nobody heard of it", () =>
  Effect.gen(function* () {
    const { slug } = yield* newHouse()
    const tokens = yield* Tokens
    const pair = yield* signIn(slug, "owner")
    yield* tokens.verify(pair.accessToken)
    yield* lost(tokens.logout(pair.refreshToken))
    expect(yield* codeOf(tokens.verify(pair.accessToken))).toBe("Unauthorized")
  }).pipe(Effect.provide(access)),
)
