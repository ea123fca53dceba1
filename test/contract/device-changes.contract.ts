import { assert, layer } from "@effect/vitest"
import { Effect, type Layer } from "effect"
import { TestClock } from "effect/testing"
import { v7 as uuid } from "uuid"
import { Audit } from "#core/security/audit.ts"
import { DeviceRegister } from "#core/security/device-register.ts"
import { connects, type DeviceServices, paired } from "#test/support/device-pairing.ts"
import { codeOf, newHouse } from "#test/support/two-houses.ts"

/** What changes about a device that is in already, whatever keeps it. */
export const deviceChangesContract = <E>(name: string, access: Layer.Layer<DeviceServices, E>) =>
  layer(access)(`changes of devices, kept in ${name}`, (it) => {
    it.effect(
      "[CRED-13] an offered secret is good beside the one before until it is used, taken, or its time is over",
      () =>
        Effect.gen(function* () {
          const house = yield* newHouse()
          const register = yield* DeviceRegister
          const { deviceId, mqtt } = yield* paired(house, "printerAgent")
          const device = { deviceId, kind: "printerAgent" as const }
          const is = (secret: string | undefined) => connects(house, deviceId, secret)
          const offered = Effect.tap(register.offerSecret(house.owner, device), () =>
            register.settled(house.owner),
          )
          const used = yield* offered
          for (const good of [mqtt?.password, used, used])
            assert.strictEqual(yield* is(good), "no refusal")
          assert.strictEqual(yield* is(mqtt?.password), "Unauthorized")
          const taken = yield* offered
          assert.strictEqual(yield* is(used), "no refusal")
          yield* register.takeSecret(house.owner, device)
          yield* register.settled(house.owner)
          assert.strictEqual(yield* is(used), "Unauthorized")
          assert.strictEqual(yield* is(taken), "no refusal")
          const late = yield* offered
          assert.strictEqual(yield* is(taken), "no refusal")
          yield* TestClock.adjust("5 minutes")
          assert.strictEqual(yield* is(taken), "Unauthorized")
          assert.strictEqual(yield* is(late), "no refusal")
        }),
    )

    it.effect("[CRED-11] [CRED-12] nobody gives a device more rights later than they have", () =>
      Effect.gen(function* () {
        const house = yield* newHouse()
        const register = yield* DeviceRegister
        const tablet = yield* paired(house, "kds", "viewer")
        const device = { deviceId: tablet.deviceId, kind: "kds" as const }
        const given = (role: string | undefined) =>
          codeOf(register.giveRole({ ...house.owner, permissions: ["kds.read"] }, device, role))
        assert.strictEqual(yield* given("owner"), "AUTH_FORBIDDEN")
        assert.strictEqual(yield* given(undefined), "AUTH_FORBIDDEN")
        const signedIn = { deviceId: uuid(), kind: "kds" as const }
        assert.strictEqual(
          yield* codeOf(register.giveRole(house.owner, signedIn, "cook")),
          "DEVICE_NOT_PAIRED",
        )
        yield* register.giveRole(house.owner, device, "cook")
        const { items } = yield* (yield* Audit).entries(house.owner, { page: 1, size: 1 })
        assert.deepInclude(items[0], {
          ...{ action: "device.role_changed", target: `device/${tablet.deviceId}` },
          ...{ before: { role: "viewer" }, after: { role: "cook" } },
        })
      }),
    )
  })
