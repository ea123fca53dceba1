import { assert, it } from "@effect/vitest"
import { Context, Effect, Layer } from "effect"
import { accessLayer } from "#core/security/access.ts"
import { type DeviceChange, DeviceCredentials } from "#core/security/device-credentials.ts"
import { DeviceRegister } from "#core/security/device-register.ts"
import { pairingsLayer } from "#core/security/stored-pairings.ts"
import { Tokens } from "#core/security/tokens.ts"
import { accessStoresLayer } from "#sql/access-stores.ts"
import { paired } from "#test/support/device-pairing.ts"
import { testDatabase } from "#test/support/postgres.ts"
import { quickHashing } from "#test/support/quick-hashing.ts"
import { codeOf, newHouse } from "#test/support/two-houses.ts"

const database = testDatabase()

/** A hub of its own over the database that both share, as far as access goes. */
const process = Layer.build(
  Layer.fresh(
    pairingsLayer({ brokerUrl: () => "mqtt://hub:1883" }).pipe(
      Layer.provideMerge(accessLayer("a secret of the tests that is long enough", quickHashing)),
      Layer.provideMerge(accessStoresLayer),
      Layer.provideMerge(database.layer),
    ),
  ),
)

it.live(
  "[CRED-3] what one process takes away the others end within two seconds, also after a lost connection",
  () =>
    Effect.gen(function* () {
      const [here, there] = [yield* process, yield* process]
      const heard: Array<{ readonly change: DeviceChange; readonly at: number }> = []
      const elsewhere = Context.get(there, DeviceCredentials)
      yield* elsewhere.whenChanged((change) => heard.push({ change, at: performance.now() }))
      const { house, agent, tablet } = yield* Effect.gen(function* () {
        const opened = yield* newHouse()
        return {
          house: opened,
          agent: yield* paired(opened, "printerAgent"),
          tablet: yield* paired(opened, "kds"),
        }
      }).pipe(Effect.provide(here))
      const connects = (secret: string) =>
        codeOf(elsewhere.verify(house.tenantId, agent.deviceId, secret, "10.0.0.7"))
      assert.strictEqual(yield* connects(agent.mqtt?.password ?? ""), "no refusal")
      const speaks = codeOf(Context.get(there, Tokens).verify(tablet.accessToken))
      assert.strictEqual(yield* speaks, "no refusal")
      const register = Context.get(here, DeviceRegister)
      const device = { deviceId: agent.deviceId, kind: "printerAgent" as const }

      const ends = Effect.fnUntraced(function* (
        deviceId: string,
        over: DeviceChange["over"],
        since: number,
      ) {
        const found = () =>
          heard.find(({ change }) => change.deviceId === deviceId && change.over === over)
        while (found() === undefined && performance.now() - since < 5_000) yield* Effect.sleep(5)
        assert.isBelow((found()?.at ?? Number.POSITIVE_INFINITY) - since, 2_000, `${over}`)
      })
      let began = performance.now()
      const password = yield* register.newSecret(house.owner, device)
      yield* ends(agent.deviceId, "rotated", began)
      assert.strictEqual(yield* connects(agent.mqtt?.password ?? ""), "Unauthorized")
      assert.strictEqual(yield* connects(password), "no refusal")
      began = performance.now()
      yield* register.revoke(house.owner, { deviceId: tablet.deviceId, kind: "kds" })
      yield* ends(tablet.deviceId, "revoked", began)
      assert.strictEqual(yield* speaks, "Unauthorized")

      // The connection that listens is cut in the same moment: what was missed is looked at when it is back.
      yield* Effect.promise(() =>
        database
          .connection()
          .unsafe(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'heard changes'",
          ),
      )
      began = performance.now()
      yield* register.suspend(house.owner, device)
      yield* ends(agent.deviceId, "suspended", began)
      assert.strictEqual(yield* connects(password), "Unauthorized")
    }).pipe(Effect.scoped),
)
