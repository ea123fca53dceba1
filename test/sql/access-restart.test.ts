import { assert, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { accessLayer } from "#core/security/access.ts"
import { Accounts } from "#core/security/accounts.ts"
import { Audit } from "#core/security/audit.ts"
import { DeviceSightings } from "#core/security/device-sightings.ts"
import { SessionStore } from "#core/security/session-store.ts"
import { pairingsLayer } from "#core/security/stored-pairings.ts"
import { Tokens } from "#core/security/tokens.ts"
import { accessStoresLayer } from "#sql/access-stores.ts"
import { paired } from "#test/support/device-pairing.ts"
import { testDatabase } from "#test/support/postgres.ts"
import { quickHashing } from "#test/support/quick-hashing.ts"
import { codeOf, goodPassword, newHouse, signIn } from "#test/support/two-houses.ts"

const database = testDatabase()
const secret = "a secret of the tests that is long enough"

/** One run of the hub's access over the file's database; nothing but the database outlives it. */
const oneRun = <A, E, R>(work: Effect.Effect<A, E, R>) =>
  Effect.provide(
    work,
    pairingsLayer({ brokerUrl: () => "mqtt://hub:1883" }).pipe(
      Layer.provideMerge(accessLayer(secret, quickHashing)),
      Layer.provideMerge(accessStoresLayer),
      Layer.provideMerge(database.layer),
      Layer.fresh,
    ),
  )

it.effect("[AUTH-23] a session goes on after a restart; what ended before it stays ended", () =>
  Effect.gen(function* () {
    const before = yield* oneRun(
      Effect.gen(function* () {
        const house = yield* newHouse()
        const tokens = yield* Tokens
        const [bo, cy] = [yield* house.hire("waiter"), yield* house.hire("cook")]
        const next = yield* tokens.refresh(bo.refreshToken)
        yield* tokens.logout(cy.token)
        return { bo, cy, next }
      }),
    )
    yield* oneRun(
      Effect.gen(function* () {
        const tokens = yield* Tokens
        assert.strictEqual(yield* codeOf(tokens.verify(before.cy.token)), "Unauthorized")
        assert.strictEqual(yield* codeOf(tokens.refresh(before.cy.refreshToken)), "Unauthorized")
        yield* tokens.verify(before.bo.token)
        const third = yield* tokens.refresh(before.next.refreshToken)
        yield* tokens.verify(third.accessToken)
        // The one that was replaced before the restart: somebody stole it.
        assert.strictEqual(yield* codeOf(tokens.refresh(before.bo.refreshToken)), "Unauthorized")
        assert.strictEqual(yield* codeOf(tokens.verify(third.accessToken)), "Unauthorized")
      }),
    )
  }),
)

it.effect(
  "[CRED-6] a paired tablet goes on after a restart, although whoever let it in is gone",
  () =>
    Effect.gen(function* () {
      const before = yield* oneRun(
        Effect.gen(function* () {
          const house = yield* newHouse()
          const manager = yield* house.hire("manager")
          const tablet = yield* paired({ ...house, owner: yield* manager.scope }, "kds", "viewer")
          yield* (yield* Accounts).remove(house.owner, manager.id)
          return { house, tablet }
        }),
      )
      yield* oneRun(
        Effect.gen(function* () {
          const tokens = yield* Tokens
          const next = yield* tokens.refresh(before.tablet.refreshToken)
          const scope = yield* tokens.verify(next.accessToken)
          assert.strictEqual(scope.principal.id, before.tablet.deviceId)
        }),
      )
    }),
)

it.effect("[FLEET-3] what a device said about itself is known after a restart", () =>
  Effect.gen(function* () {
    const house = yield* oneRun(
      Effect.gen(function* () {
        const made = yield* newHouse()
        const sightings = yield* DeviceSightings
        sightings.note(made.tenantId, "bar", { model: "TM-T20", version: "agent/1" })
        sightings.note(made.tenantId, "bar", { clockSkewMs: 1_200, signalDbm: -61 })
        return made
      }),
    )
    const known = yield* oneRun(DeviceSightings.use((sightings) => sightings.of(house.tenantId)))
    assert.deepInclude(known.get("bar"), {
      ...{ model: "TM-T20", version: "agent/1", clockSkewMs: 1_200, signalDbm: -61 },
    })
  }),
)

it.effect("[AUTH-24] wrong guesses are not forgotten by a restart", () =>
  Effect.gen(function* () {
    const guesses = { failures: 60, until: 15 * 60_000, at: 0 }
    const house = yield* oneRun(
      Effect.gen(function* () {
        const made = yield* newHouse()
        const bo = yield* made.hire("waiter", { pin: "4711" })
        const tokens = yield* Tokens
        const guess = { tenant: made.slug, username: bo.username, password: "guess" }
        yield* Effect.flip(tokens.login({ ...guess, address: "6.6.6.6" }))
        const store = yield* SessionStore
        const subject = `login/${bo.id}`
        const one = yield* Effect.flatMap(store.guesses(made.tenantId, subject), (found) =>
          found === undefined ? Effect.fail("not yet") : Effect.succeed(found),
        ).pipe(Effect.retry({ times: 5_000 }))
        assert.strictEqual(one.failures, 1)
        // As if many addresses had guessed.
        yield* store.keepGuesses(made.tenantId, subject, guesses)
        yield* store.keepGuesses(made.tenantId, "pin/h1", guesses)
        return { ...made, bo }
      }),
    )
    yield* oneRun(
      Effect.gen(function* () {
        const tokens = yield* Tokens
        assert.strictEqual(yield* codeOf(signIn(house.slug, house.bo.username)), "Locked")
        const pair = yield* tokens.login({
          tenant: house.slug,
          username: "owner",
          password: goodPassword,
          device: { id: "h1", kind: "handheld" },
        })
        const handheld = yield* tokens.verify(pair.accessToken)
        assert.strictEqual(yield* codeOf(tokens.pin(handheld, "4711")), "Locked")
      }),
    )
  }),
)

it.effect("[AUTH-22] the key that signs is the same after a restart", () =>
  Effect.gen(function* () {
    const pair = yield* oneRun(
      Effect.gen(function* () {
        const house = yield* newHouse({ instanceAdmin: true })
        const tokens = yield* Tokens
        yield* tokens.rotateKeys(house.owner)
        yield* tokens.useNewestKey
        return yield* signIn(house.slug, "owner")
      }),
    )
    yield* oneRun(Tokens.use((tokens) => tokens.verify(pair.accessToken)))
  }),
)

it.effect("[AUDIT-6] one flipped byte is found, and the line that it stands in is named", () =>
  oneRun(
    Effect.gen(function* () {
      const { owner, tenantId } = yield* newHouse()
      const audit = yield* Audit
      for (let n = 0; n < 520; n++)
        yield* audit.record(owner, { action: "test.counted", target: `thing/${n}` })
      const { lines, broken } = yield* audit.verify(owner)
      assert.isNull(broken)
      const admin = database.connection()
      const tampered = async (statement: string): Promise<void> => {
        await admin.unsafe(statement, [tenantId])
      }
      const brokenAfter = Effect.fnUntraced(function* (change: string, back: string) {
        yield* Effect.promise(() => tampered(change))
        const verdict = yield* audit.verify(owner)
        yield* Effect.promise(() => tampered(back))
        return verdict.broken
      })
      const flip = (seq: number, column = "line") => {
        const statement = `update core.audit set ${column} = overlay(${column} placing
          chr(ascii(substr(${column}, 20, 1)) # 1) from 20) where tenant_id = $1 and seq = ${seq}`
        return brokenAfter(statement, statement)
      }
      assert.strictEqual(yield* flip(7), 7)
      assert.strictEqual(yield* flip(lines), lines)
      assert.strictEqual(yield* flip(501, "hash"), 501)
      const move = (from: number, to: number) =>
        `update core.audit set seq = ${to} where tenant_id = $1 and seq = ${from}`
      // Cut out of the middle, and cut off at the end.
      assert.strictEqual(yield* brokenAfter(move(300, 9_999), move(9_999, 300)), 300)
      assert.strictEqual(yield* brokenAfter(move(lines, 9_999), move(9_999, lines)), lines)
      assert.isNull((yield* audit.verify(owner)).broken)
    }),
  ),
)

it.effect("[SQL-5] an account shows through a restaurant of its own only", () =>
  oneRun(
    Effect.gen(function* () {
      const [here, there] = [yield* newHouse(), yield* newHouse()]
      const admin = database.connection()
      const seen = yield* Effect.promise(() =>
        admin.begin(async (sql) => {
          await sql.unsafe("set local role heard_app")
          await sql`select set_config('app.tenants', ${`{${here.tenantId}}`}, true)`
          return sql`select id from core.account`
        }),
      )
      assert.deepStrictEqual(
        seen.map((row) => row["id"]),
        [here.owner.principal.id],
      )
      assert.notStrictEqual(here.owner.principal.id, there.owner.principal.id)
    }),
  ),
)
