import { assert, layer } from "@effect/vitest"
import { Effect, type Layer } from "effect"
import { Accounts } from "#core/security/accounts.ts"
import { PermissionCatalogue } from "#core/security/permission-catalogue.ts"
import { Roles } from "#core/security/roles.ts"
import { Tokens } from "#core/security/tokens.ts"
import { codeOf, goodPassword, type House, newHouse, signIn } from "#test/support/two-houses.ts"
import type { AccessServices } from "./people.contract.ts"

/** What becomes of sessions when what stands behind them changes. */
export const sessionsContract = <E>(name: string, access: Layer.Layer<AccessServices, E>) =>
  layer(access)(`sessions, kept in ${name}`, (it) => {
    it.effect(
      "[AUTH-17] a person who is disabled or removed is signed out everywhere at once",
      () =>
        Effect.gen(function* () {
          const { owner, hire, slug } = yield* newHouse()
          const [accounts, tokens] = [yield* Accounts, yield* Tokens]
          const bo = yield* hire("waiter")
          const second = yield* signIn(slug, bo.username)
          yield* accounts.change(owner, bo.id, { disabled: true })
          const over = yield* Effect.all([
            codeOf(tokens.verify(bo.token)),
            codeOf(tokens.verify(second.accessToken)),
            codeOf(tokens.refresh(bo.refreshToken)),
            codeOf(signIn(slug, bo.username)),
          ])
          assert.deepStrictEqual([...new Set(over)], ["Unauthorized"])
          yield* accounts.change(owner, bo.id, { disabled: false })
          assert.strictEqual(yield* codeOf(tokens.verify(bo.token)), "Unauthorized")
          const back = yield* signIn(slug, bo.username)
          yield* accounts.remove(owner, bo.id)
          assert.strictEqual(yield* codeOf(tokens.verify(back.accessToken)), "Unauthorized")
          assert.strictEqual(yield* codeOf(signIn(slug, bo.username)), "Unauthorized")
        }),
    )

    it.effect("[AUTH-18] a new password ends every other session; one's own goes on", () =>
      Effect.gen(function* () {
        const { owner, hire, slug } = yield* newHouse()
        const [accounts, tokens] = [yield* Accounts, yield* Tokens]
        const bo = yield* hire("waiter")
        const phone = yield* signIn(slug, bo.username)
        const change = (current: string, next: string) =>
          Effect.flatMap(bo.scope, (scope) => accounts.changeOwnPassword(scope, { current, next }))
        assert.strictEqual(
          yield* codeOf(change("not it", "four other words here")),
          "PASSWORD_WRONG",
        )
        assert.strictEqual(yield* codeOf(change(goodPassword, "password")), "PASSWORD_WEAK")
        yield* change(goodPassword, "four other words here")
        yield* tokens.verify(bo.token)
        assert.strictEqual(yield* codeOf(tokens.verify(phone.accessToken)), "Unauthorized")
        assert.strictEqual(yield* codeOf(signIn(slug, bo.username)), "Unauthorized")
        yield* signIn(slug, bo.username, "four other words here")
        yield* accounts.change(owner, bo.id, { password: "reset by the owner" })
        assert.strictEqual(yield* codeOf(tokens.verify(bo.token)), "Unauthorized")
      }),
    )

    it.effect("[AUTH-18] guessing the current password of a session left open is slowed down", () =>
      Effect.gen(function* () {
        const { hire } = yield* newHouse()
        const accounts = yield* Accounts
        const scope = yield* (yield* hire("waiter")).scope
        const guess = codeOf(
          accounts.changeOwnPassword(scope, { current: "guess", next: "four other words here" }),
        )
        const answers = yield* Effect.all(Array.from({ length: 7 }, () => guess))
        assert.deepStrictEqual(
          answers,
          [
            "PASSWORD_WRONG",
            "PASSWORD_WRONG",
            "PASSWORD_WRONG",
            "PASSWORD_WRONG",
            "PASSWORD_WRONG",
          ].concat(["Locked", "Locked"]),
        )
      }),
    )

    it.effect(
      "[AUTH-19] a changed role counts from the next message, for the person and their devices",
      () =>
        Effect.gen(function* () {
          const { owner, hire, slug } = yield* newHouse()
          const [accounts, roles, tokens] = [yield* Accounts, yield* Roles, yield* Tokens]
          const codes = ["kds.ticket.read", "kds.ticket.bump"]
          ;(yield* PermissionCatalogue).declare("kds", codes)
          yield* roles.save(owner, { key: "grill", name: "Grill", permissions: ["kds.*"] })
          const bo = yield* hire("grill")
          const asDevice = yield* tokens.login({
            tenant: slug,
            username: bo.username,
            password: goodPassword,
            device: { id: "screen-1", kind: "kds" },
          })
          const person = yield* bo.scope
          const device = yield* tokens.verify(asDevice.accessToken)
          assert.sameMembers([...person.permissions], codes)
          // A screen may also read orders, but whoever signed it in may not.
          assert.sameMembers([...device.permissions], codes)
          assert.strictEqual(tokens.now(person), person)
          yield* roles.save(owner, {
            key: "grill",
            name: "Grill",
            permissions: ["kds.ticket.read"],
          })
          assert.deepNestedInclude(tokens.now(person), { permissions: ["kds.ticket.read"] })
          assert.deepNestedInclude(tokens.now(device), { permissions: ["kds.ticket.read"] })
          yield* accounts.change(owner, bo.id, { role: "viewer" })
          assert.deepNestedInclude(tokens.now(person), { permissions: [] })
          yield* accounts.change(owner, bo.id, { disabled: true })
          assert.deepStrictEqual([tokens.now(person), tokens.now(device)], ["over", "over"])
        }),
    )

    it.effect(
      "[AUTH-20] a PIN makes a signed-in handheld speak for the person, for floor work only",
      () =>
        Effect.gen(function* () {
          const house = yield* newHouse()
          const tokens = yield* Tokens
          ;(yield* PermissionCatalogue).declare("orders", ["orders.order.place"])
          const bo = yield* house.hire("owner", { pin: "4711" })
          const cy = yield* house.hire("waiter", { pin: "0815" })
          const handheld = yield* handheldOf(house, "h1")
          const first = yield* tokens.pin(handheld, "4711")
          const asBo = yield* tokens.verify(first.accessToken)
          assert.deepInclude(asBo, { principal: { kind: "user", id: bo.id, name: "The owner" } })
          assert.include(asBo.permissions, "orders.order.place")
          assert.notIncludeMembers(
            [...asBo.permissions],
            ["*", "users.manage", "core.plugins.manage"],
          )
          assert.isUndefined(asBo.instanceAdmin)
          const second = yield* tokens.pin(asBo, "0815")
          assert.strictEqual((yield* tokens.verify(second.accessToken)).principal.id, cy.id)
          assert.strictEqual(yield* codeOf(tokens.verify(first.accessToken)), "Unauthorized")
          assert.strictEqual(yield* codeOf(tokens.pin(house.owner, "4711")), "PIN_NEEDS_HANDHELD")
          const again = yield* tokens.refresh(second.refreshToken)
          yield* tokens.logout((yield* tokens.refresh(again.refreshToken)).accessToken)
          assert.strictEqual(tokens.now(handheld), handheld)
        }),
    )

    it.effect(
      "[AUTH-20] whoever signs a handheld in has it from the start, with no more rights than by PIN",
      () =>
        Effect.gen(function* () {
          const house = yield* newHouse()
          const tokens = yield* Tokens
          const bo = yield* house.hire("owner", { pin: "4711" })
          const login = handheldLogin(house, "h4")
          const { takenOver, accessToken } = yield* tokens.login({ ...login, takeOver: true })
          const handheld = yield* tokens.verify(accessToken)
          assert.strictEqual(handheld.principal.kind, "device")
          assert.strictEqual(takenOver?.person.id, house.owner.principal.id)
          const person = yield* tokens.verify(takenOver?.accessToken ?? "")
          assert.deepInclude(person.principal, { kind: "user", id: house.owner.principal.id })
          assert.notIncludeMembers([...person.permissions], ["*", "users.manage"])
          assert.isUndefined(person.instanceAdmin)
          const next = yield* tokens.pin(person, "4711")
          assert.strictEqual((yield* tokens.verify(next.accessToken)).principal.id, bo.id)
          assert.strictEqual(
            yield* codeOf(tokens.verify(takenOver?.accessToken ?? "")),
            "Unauthorized",
          )
          yield* tokens.logout(accessToken)
          assert.strictEqual(yield* codeOf(tokens.verify(next.accessToken)), "Unauthorized")
          const screen = { ...login, device: { id: "s4", kind: "kds" }, takeOver: true }
          assert.isUndefined((yield* tokens.login(screen)).takenOver)
        }),
    )

    it.effect("[AUTH-20] whoever took a handheld over is signed out with the handheld", () =>
      Effect.gen(function* () {
        const house = yield* newHouse()
        const tokens = yield* Tokens
        yield* house.hire("waiter", { pin: "4711" })
        const pair = yield* tokens.login(handheldLogin(house, "h2"))
        const handheld = yield* tokens.verify(pair.accessToken)
        const person = yield* tokens.pin(handheld, "4711")
        yield* tokens.logout(pair.refreshToken)
        assert.strictEqual(yield* codeOf(tokens.verify(person.accessToken)), "Unauthorized")
        assert.strictEqual(yield* codeOf(tokens.refresh(person.refreshToken)), "Unauthorized")
      }),
    )

    it.effect("[AUTH-33] another PIN, or none, ends what was opened by the one before", () =>
      Effect.gen(function* () {
        const house = yield* newHouse()
        const [accounts, tokens] = [yield* Accounts, yield* Tokens]
        const bo = yield* house.hire("waiter", { pin: "4711" })
        yield* house.hire("waiter", { pin: "0815" })
        const [one, other] = [yield* handheldOf(house, "h5"), yield* handheldOf(house, "h6")]
        const colleague = yield* tokens.pin(other, "0815")
        let pin = "4711"
        for (const next of ["1234", null]) {
          const person = yield* tokens.pin(one, pin)
          yield* accounts.change(house.owner, bo.id, { fullName: `Bo until ${pin}` })
          yield* tokens.verify(person.accessToken)
          yield* accounts.change(house.owner, bo.id, { pin: next })
          assert.strictEqual(yield* codeOf(tokens.verify(person.accessToken)), "Unauthorized")
          assert.strictEqual(yield* codeOf(tokens.refresh(person.refreshToken)), "Unauthorized")
          assert.strictEqual(yield* codeOf(tokens.pin(one, pin)), "Unauthorized")
          pin = next ?? pin
        }
        // Nobody else's, and not the person's own sign-in.
        yield* tokens.verify(colleague.accessToken)
        yield* tokens.verify(bo.token)
      }),
    )

    it.effect("[AUTH-21] five wrong PINs lock the device, and no other", () =>
      Effect.gen(function* () {
        const house = yield* newHouse()
        const tokens = yield* Tokens
        yield* house.hire("waiter", { pin: "4711" })
        const [one, other] = [yield* handheldOf(house, "h3"), yield* handheldOf(house, "h4")]
        const guesses = yield* Effect.all(
          Array.from({ length: 5 }, () => codeOf(tokens.pin(one, "0000"))),
        )
        assert.deepStrictEqual([...new Set(guesses)], ["Unauthorized"])
        assert.strictEqual(yield* codeOf(tokens.pin(one, "4711")), "Locked")
        yield* tokens.pin(other, "4711")
      }),
    )

    it.effect(
      "[AUTH-22] the owner of the hub changes the signing key; access tokens of the one before live on",
      () =>
        Effect.gen(function* () {
          const house = yield* newHouse({ instanceAdmin: true })
          const tokens = yield* Tokens
          const bo = yield* house.hire("waiter")
          assert.strictEqual(yield* codeOf(tokens.rotateKeys(yield* bo.scope)), "AUTH_FORBIDDEN")
          const generation = yield* changedKey(house)
          yield* tokens.verify(bo.token)
          const pair = yield* tokens.refresh(bo.refreshToken)
          assert.strictEqual(yield* changedKey(house), generation + 1)
          assert.strictEqual(yield* codeOf(tokens.verify(bo.token)), "Unauthorized")
          yield* tokens.verify(pair.accessToken)
        }),
    )
  })

const handheldLogin = (house: House, id: string) => ({
  tenant: house.slug,
  username: "owner",
  password: goodPassword,
  device: { id, kind: "handheld" },
})

const handheldOf = (house: House, id: string) =>
  Tokens.use((tokens) =>
    Effect.flatMap(tokens.login(handheldLogin(house, id)), ({ accessToken }) =>
      tokens.verify(accessToken),
    ),
  )

const changedKey = (house: House) =>
  Tokens.use((tokens) => Effect.tap(tokens.rotateKeys(house.owner), () => tokens.useNewestKey))
