import { assert, layer } from "@effect/vitest"
import { Effect, type Layer } from "effect"
import { Accounts } from "#core/security/accounts.ts"
import { Audit } from "#core/security/audit.ts"
import { Tokens } from "#core/security/tokens.ts"
import { codeOf, goodPassword, newHouse } from "#test/support/two-houses.ts"
import type { AccessServices } from "./people.contract.ts"

/** What the audit log must do, whatever keeps it. */
export const auditContract = <E>(name: string, access: Layer.Layer<AccessServices, E>) =>
  layer(access)(`the audit log, kept in ${name}`, (it) => {
    it.effect("[AUDIT-1] says who did what to what, from where, before and after, in order", () =>
      Effect.gen(function* () {
        const { owner } = yield* newHouse()
        const audit = yield* Audit
        const scope = { ...owner, address: "10.0.0.7" }
        yield* audit.record(scope, { action: "plugin.enabled", target: "plugin/kds" })
        yield* audit.record(scope, {
          action: "settings.changed",
          target: "plugin/config",
          before: { currency: "EUR" },
          after: { currency: "CHF" },
        })
        const { items, total } = yield* audit.entries(owner, { page: 1, size: 2 })
        assert.deepInclude(items[0], {
          seq: total,
          by: { kind: "user", id: owner.principal.id, name: "Ana Owner" },
          action: "settings.changed",
          target: "plugin/config",
          address: "10.0.0.7",
          before: { currency: "EUR" },
          after: { currency: "CHF" },
        })
        assert.deepInclude(items[1], { action: "plugin.enabled", before: null, after: null })
        const found = yield* audit.entries(owner, { action: "plugin.enabled", page: 1, size: 9 })
        assert.strictEqual(found.total, 1)
        assert.deepStrictEqual(yield* audit.verify(owner), { lines: total, broken: null })
      }),
    )

    it.effect(
      "[AUDIT-2] is numbered without a gap, however many write at once, each restaurant for itself",
      () =>
        Effect.gen(function* () {
          const [here, there] = [yield* newHouse(), yield* newHouse()]
          const audit = yield* Audit
          const before = (yield* audit.entries(here.owner, { page: 1, size: 1 })).total
          yield* Effect.all(
            Array.from({ length: 40 }, (_, n) =>
              audit.record((n % 2 === 0 ? here : there).owner, {
                action: "test.counted",
                target: `thing/${n}`,
              }),
            ),
            { concurrency: "unbounded" },
          )
          const { items, total } = yield* audit.entries(here.owner, { page: 1, size: 100 })
          assert.strictEqual(total, before + 20)
          assert.deepStrictEqual(
            items.map(({ seq }) => seq),
            Array.from({ length: total }, (_, n) => total - n),
          )
          assert.isNull((yield* audit.verify(here.owner)).broken)
          assert.isNull((yield* audit.verify(there.owner)).broken)
        }),
    )

    it.effect("[AUDIT-3] keeps whatever a name contains as one line that says the same", () =>
      Effect.gen(function* () {
        const { owner } = yield* newHouse()
        const audit = yield* Audit
        const hostile = [
          'line\nbreak"},{"seq":99,"action":"forged',
          "\u0000 nul \u001b[31m escape \u2028 \ud800 half a pair",
          "'; drop table core.audit; --",
          "\\u0000 written out \\",
        ]
        for (const target of hostile)
          yield* audit.record(owner, {
            action: "test.hostile",
            target,
            after: { [target]: target },
          })
        const { items, total } = yield* audit.entries(owner, {
          action: "test.hostile",
          page: 1,
          size: 9,
        })
        assert.strictEqual(total, hostile.length)
        assert.deepStrictEqual(
          items.map(({ target }) => target),
          hostile.toReversed(),
        )
        assert.isNull((yield* audit.verify(owner)).broken)
      }),
    )

    it.effect("[AUDIT-4] is read by whoever may, and by nobody else", () =>
      Effect.gen(function* () {
        const { hire } = yield* newHouse()
        const audit = yield* Audit
        const scope = yield* (yield* hire("waiter")).scope
        const page = { page: 1, size: 1 }
        assert.strictEqual(yield* codeOf(audit.entries(scope, page)), "AUTH_FORBIDDEN")
        assert.strictEqual(yield* codeOf(audit.verify(scope)), "AUTH_FORBIDDEN")
      }),
    )

    it.effect(
      "[AUDIT-5] tells of sign-ins, locks, thefts, passwords, PINs and roles, and holds no secret",
      () =>
        Effect.gen(function* () {
          const house = yield* newHouse({ instanceAdmin: true })
          const [accounts, audit, tokens] = [yield* Accounts, yield* Audit, yield* Tokens]
          const bo = yield* house.hire("waiter", { pin: "47110815" })
          yield* tokens.refresh(bo.refreshToken)
          yield* Effect.flip(tokens.refresh(bo.refreshToken))
          yield* accounts.change(house.owner, bo.id, { role: "cook", password: "another good one" })
          yield* accounts.change(house.owner, bo.id, { pin: null, disabled: true })
          yield* tokens.logout(house.ownerToken)
          const guess = {
            tenant: house.slug,
            username: "owner",
            password: "guess",
            address: "6.6.6.6",
          }
          for (let n = 0; n < 10; n++) yield* Effect.flip(tokens.login(guess))
          const all = audit.entries(house.owner, { page: 1, size: 200 })
          const said = yield* Effect.flatMap(all, ({ items }) =>
            items.some(({ action }) => action === "login.locked")
              ? Effect.succeed(items)
              : Effect.fail("not yet"),
          ).pipe(Effect.retry({ times: 2_000 }))
          assert.includeMembers(
            said.map(({ action }) => action),
            [
              "restaurant.founded",
              "login.succeeded",
              "user.created",
              "session.reused",
              "user.role_changed",
              "user.password_changed",
              "user.pin_removed",
              "user.disabled",
              "session.logout",
              "login.locked",
            ],
          )
          const text = JSON.stringify(said)
          for (const secret of [goodPassword, "another good one", "47110815", "argon2", bo.token])
            assert.notInclude(text, secret)
        }),
    )
  })
