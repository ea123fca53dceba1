import { monitorEventLoopDelay } from "node:perf_hooks"
import { assert, layer } from "@effect/vitest"
import { Effect } from "effect"
import fc from "fast-check"
import type { TenantId } from "#core/kitchen/ids.ts"
import { PasswordHashing, passwordHashingLayer } from "#core/security/password-hashing.ts"
import { passwordIssues, pinIssues } from "#core/security/password-rules.ts"

const secret = "a secret of the tests that is long enough"
const [here, there] = [
  "01980000-0000-7000-8000-000000000001" as TenantId,
  "01980000-0000-7000-8000-000000000002" as TenantId,
]

layer(passwordHashingLayer(secret), { excludeTestServices: true })("a password", (it) => {
  it.effect(
    "[AUTH-25] is right as a whole only: a long one is not cut, a salt makes each hash its own",
    () =>
      Effect.gen(function* () {
        const hashing = yield* PasswordHashing
        const long = "a".repeat(255)
        const stored = yield* hashing.hash(`${long}b`)
        assert.match(stored, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
        assert.notStrictEqual(stored, yield* hashing.hash(`${long}b`))
        assert.isTrue(yield* hashing.verify(`${long}b`, stored))
        assert.isFalse(yield* hashing.verify(`${long}c`, stored))
        assert.isFalse(yield* hashing.verify(long, stored))
        assert.isTrue(
          yield* hashing.verify("Zoe\u0308 \u{1f373} pass", yield* hashing.hash("Zoë 🍳 pass")),
        )
      }),
  )

  it.effect("[AUTH-25] of nobody is wrong, and takes as long to say", () =>
    Effect.gen(function* () {
      const hashing = yield* PasswordHashing
      const stored = yield* hashing.hash("correct horse battery staple")
      const quickest = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
      const areAlike = () => {
        const [known = 0, unknown = 0] = quickest
        return Math.abs(known - unknown) < Math.max(10, known / 2)
      }
      // In turns, and the quickest of as many as it takes: whatever else the machine does is left out.
      for (let round = 0; round < 12 || (round < 120 && !areAlike()); round++)
        for (const [n, against] of [stored, undefined].entries()) {
          const began = performance.now()
          assert.isFalse(yield* hashing.verify("a guess", against))
          quickest[n] = Math.min(quickest[n] ?? 0, performance.now() - began)
        }
      assert.isTrue(areAlike(), quickest.join(" and "))
    }),
  )

  it.effect(
    "[AUTH-26] is hashed beside the event loop, two at once; a flood is refused, not queued",
    () =>
      Effect.gen(function* () {
        const hashing = yield* PasswordHashing
        const delay = monitorEventLoopDelay({ resolution: 5 })
        delay.enable()
        const outcomes = yield* Effect.all(
          Array.from({ length: 120 }, () =>
            Effect.match(hashing.verify("a guess", undefined), {
              onSuccess: () => "checked",
              onFailure: ({ _tag }) => _tag,
            }),
          ),
          { concurrency: "unbounded" },
        )
        delay.disable()
        assert.strictEqual(outcomes.filter((one) => one === "checked").length, 66)
        assert.strictEqual(outcomes.filter((one) => one === "Overloaded").length, 54)
        // 66 hashes on the event loop would block it for two seconds.
        assert.isBelow(delay.percentile(50) / 1e6, 30)
      }),
  )

  it.effect(
    "[AUTH-27] a PIN's hash is found again in its restaurant, and says nothing without the hub's secret",
    () =>
      Effect.gen(function* () {
        const hashing = yield* PasswordHashing
        const hash = yield* hashing.hashPin(here, "4711")
        assert.strictEqual(hash, yield* hashing.hashPin(here, "4711"))
        assert.notStrictEqual(hash, yield* hashing.hashPin(there, "4711"))
        const elsewhere = yield* Effect.provide(
          PasswordHashing.use((other) => other.hashPin(here, "4711")),
          passwordHashingLayer("another secret that is long enough, too"),
        )
        assert.notStrictEqual(hash, elsewhere)
      }),
  )
})

layer(passwordHashingLayer(secret))("what may be a password", (it) => {
  it("[AUTH-28] eight to 256 characters of any kind, off the list of the usual ones, without the user name", () => {
    const refused = [
      "1234567",
      "password",
      "PassWord",
      "iloveyou",
      "Qwertyuiop",
      "zoë-at-the-grill",
      "ZOË's kitchen",
      "x".repeat(257),
    ]
    for (const password of refused)
      assert.strictEqual(passwordIssues(password, ["zoë"]).length, 1, password)
    for (const password of ["        8", "kürbissuppe", "🍳🍳🍳🍳🍳🍳🍳🍳", "x".repeat(256)])
      assert.deepStrictEqual(passwordIssues(password, ["zoë"]), [], password)
    for (const pin of ["123", "123456789", "12a4", " 1234", "１２３４", ""])
      assert.strictEqual(pinIssues(pin).length, 1, pin)
    assert.deepStrictEqual(pinIssues("0000"), [])
  })

  it("[AUTH-28] no character is forbidden and none is asked for", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", minLength: 20, maxLength: 60 }),
        (password) => passwordIssues(password, []).length === 0,
      ),
      { verbose: true },
    )
  })
})
