import { assert, layer } from "@effect/vitest"
import { Effect, type Layer } from "effect"
import { v7 as uuid } from "uuid"
import { Accounts } from "#core/security/accounts.ts"
import { Tokens } from "#core/security/tokens.ts"
import { codeOf, goodPassword, newHouse, signIn } from "#test/support/two-houses.ts"
import type { AccessServices } from "./people.contract.ts"

/** What becomes of a session while its tokens change, and while it begins. */
export const refreshingContract = <E>(name: string, access: Layer.Layer<AccessServices, E>) =>
  layer(access)(`refreshed sessions, kept in ${name}`, (it) => {
    it.effect(
      "[AUTH-31] a refresh whose answer was lost is repeated under its key, and the session goes on",
      () =>
        Effect.gen(function* () {
          const { slug } = yield* newHouse()
          const tokens = yield* Tokens
          const { refreshToken } = yield* signIn(slug, "owner")
          const key = uuid()
          yield* tokens.refresh(refreshToken, key)
          yield* tokens.refresh(refreshToken, key)
          const third = yield* tokens.refresh(refreshToken, key)
          yield* tokens.verify(third.accessToken)
          const next = yield* tokens.refresh(third.refreshToken, uuid())
          // A newer token was used: whoever comes with the old one now, with the key too, is somebody else.
          assert.strictEqual(yield* codeOf(tokens.refresh(refreshToken, key)), "Unauthorized")
          assert.strictEqual(yield* codeOf(tokens.verify(next.accessToken)), "Unauthorized")
        }),
    )

    it.effect("[AUTH-7] [AUTH-31] without its key, or with another, it is theft", () =>
      Effect.gen(function* () {
        const { slug } = yield* newHouse()
        const tokens = yield* Tokens
        for (const [first, second] of [
          [undefined, undefined],
          [uuid(), undefined],
          [undefined, uuid()],
          [uuid(), uuid()],
        ]) {
          const { refreshToken } = yield* signIn(slug, "owner")
          const { accessToken } = yield* tokens.refresh(refreshToken, first)
          assert.strictEqual(yield* codeOf(tokens.refresh(refreshToken, second)), "Unauthorized")
          assert.strictEqual(yield* codeOf(tokens.verify(accessToken)), "Unauthorized")
        }
      }),
    )

    it.effect(
      "[AUTH-18] a sign-in with the old password that is still being checked makes no session",
      () =>
        Effect.gen(function* () {
          const { owner, hire, slug } = yield* newHouse()
          const [accounts, tokens] = [yield* Accounts, yield* Tokens]
          const bo = yield* hire("waiter")
          const change = accounts.change(owner, bo.id, { password: "reset by the owner" })
          const login = Effect.exit(signIn(slug, bo.username))
          const [, ...begun] = yield* Effect.all([change, login, login, login, login], {
            concurrency: "unbounded",
          })
          for (const exit of begun)
            if (exit._tag === "Success")
              assert.strictEqual(
                yield* codeOf(tokens.refresh(exit.value.refreshToken)),
                "Unauthorized",
              )
        }),
    )

    it.effect("[CRED-14] nobody signs in with a password as a device that was paired", () =>
      Effect.gen(function* () {
        const house = yield* newHouse()
        const tokens = yield* Tokens
        const device = { id: uuid(), kind: "kds", name: "Grill" }
        const tablet = yield* tokens.beginDevice({ tenantId: house.tenantId, ...device }, undefined)
        const waiter = yield* house.hire("waiter")
        const login = (id: string) =>
          tokens.login({
            ...{ tenant: house.slug, username: waiter.username, password: goodPassword },
            device: { ...device, id },
          })
        assert.strictEqual(yield* codeOf(login(device.id)), "DEVICE_PAIRED")
        yield* login(uuid())
        // Its session is over: whoever stands before it may sign it in.
        yield* tokens.logout(tablet.refreshToken)
        yield* login(device.id)
      }),
    )
  })
