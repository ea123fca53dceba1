import { expect, layer } from "@effect/vitest"
import { Effect, Metric } from "effect"
import { TestClock } from "effect/testing"
import { Tokens } from "#core/security/tokens.ts"
import { margaux, owner, ownerId, password, tokens } from "./one-restaurant.ts"

const other = "01980000-0000-7000-8000-00000000000f"
const kds = { id: "screen-7", kind: "kds", name: "Grill" }

/** As the hub counts it for its operator. */
const hashed = Effect.map(
  Metric.value(
    Metric.counter("heard_password_hashes_total", {
      description: "Passwords and PINs that were hashed or checked",
      incremental: true,
    }),
  ),
  ({ count }) => count,
)

layer(tokens)("signing in", (it) => {
  it.effect("[AUTH-1] makes the owner's scope from the right password", () =>
    Effect.gen(function* () {
      const auth = yield* Tokens
      const { accessToken, expiresIn } = yield* auth.login(owner)
      expect(expiresIn).toBe(900)
      const scope = yield* auth.verify(accessToken, undefined, "10.0.0.7")
      expect(scope).toEqual({
        tenantId: margaux.id,
        principal: { kind: "user", id: ownerId, name: "Ana Owner" },
        permissions: ["*"],
        instanceAdmin: true,
        session: expect.any(String),
        address: "10.0.0.7",
      })
    }),
  )

  it.effect("[AUTH-2] lets a kitchen screen read and bump, and change nothing else", () =>
    Effect.gen(function* () {
      const auth = yield* Tokens
      const { accessToken } = yield* auth.login({ ...owner, device: kds })
      const scope = yield* auth.verify(accessToken)
      expect(scope.principal).toEqual({ kind: "device", id: "screen-7", name: "Grill" })
      expect(scope.permissions).toContain("orders.order.cook")
      expect(scope.permissions).not.toContain("*")
      expect(scope.permissions).not.toContain("orders.order.place")
    }),
  )

  it.effect("[AUTH-2] gives a device of an unknown kind no permission at all", () =>
    Effect.gen(function* () {
      const auth = yield* Tokens
      const { accessToken } = yield* auth.login({ ...owner, device: { id: "x", kind: "toString" } })
      expect((yield* auth.verify(accessToken)).permissions).toEqual([])
    }),
  )

  it.effect("[AUTH-3] answers alike to an unknown restaurant, account and a wrong password", () =>
    Effect.gen(function* () {
      const auth = yield* Tokens
      const answers = yield* Effect.forEach(
        [
          { ...owner, tenant: "chez-nobody" },
          { ...owner, username: "admin" },
          { ...owner, password: "guess" },
        ],
        (login) => Effect.flip(auth.login({ ...login, address: "10.0.0.9" })),
      )
      expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
      expect(answers[0]?._tag).toBe("Unauthorized")
    }),
  )

  it.effect(
    "[AUTH-3] hashes as often for an unknown restaurant or account as for a wrong password",
    () =>
      Effect.gen(function* () {
        const auth = yield* Tokens
        const logins = [
          { ...owner, password: "guess" },
          { ...owner, username: "nobody" },
          { ...owner, tenant: "chez-nobody" },
        ]
        // That is where the time goes; that each takes as long is told of the hashing itself (AUTH-25).
        for (const [n, login] of logins.entries()) {
          const before = yield* hashed
          yield* Effect.flip(auth.login({ ...login, address: `10.0.1.${n}` }))
          expect((yield* hashed) - before).toBe(1)
        }
      }),
  )

  it.effect("[AUTH-4] lets a token choose its own restaurant only", () =>
    Effect.gen(function* () {
      const auth = yield* Tokens
      const { accessToken } = yield* auth.login(owner)
      expect((yield* auth.verify(accessToken, margaux.id)).tenantId).toBe(margaux.id)
      expect((yield* Effect.flip(auth.verify(accessToken, other)))._tag).toBe("Unauthorized")
    }),
  )

  it.effect(
    "[AUTH-5] ends an access token after 15 minutes, though it was believed a moment ago",
    () =>
      Effect.gen(function* () {
        const auth = yield* Tokens
        const { accessToken } = yield* auth.login(owner)
        yield* TestClock.adjust("899 seconds")
        yield* auth.verify(accessToken)
        yield* TestClock.adjust("1 second")
        expect((yield* Effect.flip(auth.verify(accessToken)))._tag).toBe("Unauthorized")
      }),
  )

  it.effect(
    "[AUTH-5] believes a token from memory for 5 s after it was verified, and no other",
    () =>
      Effect.gen(function* () {
        const auth = yield* Tokens
        const { accessToken } = yield* auth.login(owner)
        expect(auth.believed(accessToken)).toBeUndefined()
        const scope = yield* auth.verify(accessToken)
        expect(auth.believed(accessToken)).toBe(scope)
        expect(auth.believed(accessToken, other)).toBeUndefined()
        expect(auth.believed(`${accessToken}x`)).toBeUndefined()
        yield* TestClock.adjust("5 seconds")
        expect(auth.believed(accessToken)).toBeUndefined()
        yield* auth.verify(accessToken)
        yield* auth.logout(accessToken)
        expect(auth.believed(accessToken)).toBeUndefined()
      }),
  )
})

layer(tokens)("a session", (it) => {
  it.effect("[AUTH-6] goes on with each new refresh token", () =>
    Effect.gen(function* () {
      const auth = yield* Tokens
      const first = yield* auth.login({ ...owner, device: kds })
      const second = yield* auth.refresh(first.refreshToken)
      const third = yield* auth.refresh(second.refreshToken)
      expect((yield* auth.verify(third.accessToken)).principal.id).toBe("screen-7")
    }),
  )

  it.effect("[AUTH-7] ends when a refresh token is used twice, for thief and owner alike", () =>
    Effect.gen(function* () {
      const auth = yield* Tokens
      const first = yield* auth.login(owner)
      const second = yield* auth.refresh(first.refreshToken)
      yield* auth.verify(second.accessToken)
      yield* Effect.flip(auth.refresh(first.refreshToken))
      yield* Effect.flip(auth.refresh(second.refreshToken))
      yield* Effect.flip(auth.verify(second.accessToken))
      yield* Effect.flip(auth.verify(first.accessToken))
    }),
  )

  it.effect("[AUTH-8] ends at once on logout, by either of its tokens", () =>
    Effect.gen(function* () {
      const auth = yield* Tokens
      for (const kind of ["accessToken", "refreshToken"] as const) {
        const pair = yield* auth.login(owner)
        yield* auth.verify(pair.accessToken)
        yield* auth.logout(pair[kind])
        yield* Effect.flip(auth.verify(pair.accessToken))
        yield* Effect.flip(auth.refresh(pair.refreshToken))
      }
      yield* auth.logout("no token at all")
    }),
  )

  it.effect("[AUTH-9] cannot be refreshed after 7 days", () =>
    Effect.gen(function* () {
      const auth = yield* Tokens
      const { refreshToken } = yield* auth.login(owner)
      yield* TestClock.adjust("7 days")
      yield* Effect.flip(auth.refresh(refreshToken))
    }),
  )
})

layer(tokens)("guessing", (it) => {
  const guess = { ...owner, password: "wrong", address: "10.0.0.1" }

  it.effect("[AUTH-10] is locked out after 10 wrong passwords, from that address only", () =>
    Effect.gen(function* () {
      const auth = yield* Tokens
      for (let n = 0; n < 10; n++)
        expect((yield* Effect.flip(auth.login(guess)))._tag).toBe("Unauthorized")
      const locked = yield* Effect.flip(auth.login({ ...guess, password }))
      expect(locked).toMatchObject({ _tag: "Locked", retryAfterMs: 30_000 })
      yield* auth.login({ ...owner, address: "10.0.0.2" })
    }),
  )

  it.effect(
    "[AUTH-10] waits twice as long after each further wrong password, 15 minutes at most",
    () =>
      Effect.gen(function* () {
        const auth = yield* Tokens
        const from = { ...guess, address: "10.0.0.3" }
        for (let n = 0; n < 10; n++) yield* Effect.flip(auth.login(from))
        const waits: Array<number> = []
        for (let n = 0; n < 7; n++) {
          const locked = yield* Effect.flip(auth.login(from))
          const waitMs = locked._tag === "Locked" ? locked.retryAfterMs : 0
          waits.push(waitMs / 1000)
          yield* TestClock.adjust(waitMs)
          expect((yield* Effect.flip(auth.login(from)))._tag).toBe("Unauthorized")
        }
        expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900])
        yield* TestClock.adjust("15 minutes")
        yield* auth.login({ ...from, password })
        expect((yield* Effect.flip(auth.login(from)))._tag).toBe("Unauthorized")
      }),
  )

  it.effect("[AUTH-10] counts guesses that are sent all at once", () =>
    Effect.gen(function* () {
      const auth = yield* Tokens
      const from = { ...guess, address: "10.0.0.4" }
      const answers = yield* Effect.forEach(
        Array.from({ length: 50 }),
        () => Effect.flip(auth.login(from)),
        { concurrency: "unbounded" },
      )
      expect(answers.filter(({ _tag }) => _tag === "Unauthorized")).toHaveLength(10)
    }),
  )
})

layer(tokens)("a device's secret", (it) => {
  it.effect("[AUTH-11] signs in that device of that restaurant and no other", () =>
    Effect.gen(function* () {
      const auth = yield* Tokens
      const secret = auth.deviceSecret(margaux.id, "printer-1")
      const scope = yield* auth.verifyDevice(margaux.id, "printer-1", secret)
      expect(scope.tenantId).toBe(margaux.id)
      expect(scope.principal).toEqual({ kind: "device", id: "printer-1" })
      expect(scope.permissions).toEqual(["printer.report"])
      for (const [tenantId, deviceId, given] of [
        [margaux.id, "printer-2", secret],
        [other, "printer-1", secret],
        [margaux.id, "printer-1", `${secret} `],
        [margaux.id, "printer-1", secret.slice(1)],
        [margaux.id, "printer-1", ""],
        ["", "", ""],
        [`${margaux.id}/printer`, "1", auth.deviceSecret(`${margaux.id}/printer`, "1")],
      ] as const)
        yield* Effect.flip(auth.verifyDevice(tenantId, deviceId, given))
    }),
  )
})
