import { assert, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { DeviceTroubles, deviceTroublesLayer } from "#core/hub/device-troubles.ts"
import type { TenantId } from "#core/kitchen/ids.ts"

const bistro = "01930000-0000-7000-8000-000000000001" as TenantId
const rival = "01930000-0000-7000-8000-000000000002" as TenantId

it.effect("[FLEET-8] a trouble is told when it begins and counted while it lasts", () =>
  Effect.gen(function* () {
    const troubles = yield* DeviceTroubles
    const told: Array<string> = []
    troubles.onChange((tenantId, deviceId) => told.push(`${tenantId} ${deviceId}`))
    troubles.note(bistro, "grill", "SECRET_REFUSED", { address: "10.0.0.9" })
    yield* TestClock.adjust("1 second")
    for (let n = 0; n < 99; n++)
      troubles.note(bistro, "grill", "SECRET_REFUSED", { address: "10.0.0.8" })
    assert.deepStrictEqual(told, [`${bistro} grill`])
    assert.deepStrictEqual(troubles.of(bistro, "grill"), [
      {
        code: "SECRET_REFUSED",
        count: 100,
        since: "1970-01-01T00:00:00.000Z",
        last: "1970-01-01T00:00:01.000Z",
        meta: { address: "10.0.0.8" },
      },
    ])
    assert.deepStrictEqual(troubles.of(rival, "grill"), [])
    assert.deepStrictEqual(troubles.devicesOf(rival), [])
  }).pipe(Effect.provide(deviceTroublesLayer)),
)

it.effect(
  "[FLEET-8] a trouble is over when it is mended, or did not come again for ten minutes",
  () =>
    Effect.gen(function* () {
      const troubles = yield* DeviceTroubles
      troubles.note(bistro, "grill", "SECRET_REFUSED")
      troubles.note(bistro, "grill", "MESSAGES_UNREADABLE")
      troubles.over(bistro, "grill", "SECRET_REFUSED")
      troubles.over(bistro, "grill", "SECRET_REFUSED")
      const codes = () => troubles.of(bistro, "grill").map(({ code }) => code)
      assert.deepStrictEqual(codes(), ["MESSAGES_UNREADABLE"])
      yield* TestClock.adjust("9 minutes")
      assert.deepStrictEqual(codes(), ["MESSAGES_UNREADABLE"])
      yield* TestClock.adjust("2 minutes")
      assert.deepStrictEqual(codes(), [])
      assert.deepStrictEqual(troubles.devicesOf(bistro), [])
    }).pipe(Effect.provide(deviceTroublesLayer)),
)

it.effect("[FLEET-8] what is kept is bounded by device and in all, the quietest goes first", () =>
  Effect.gen(function* () {
    const troubles = yield* DeviceTroubles
    for (let n = 0; n < 20; n++) troubles.note(bistro, "grill", `CODE_${n}`)
    assert.deepStrictEqual(
      troubles.of(bistro, "grill").map(({ code }) => code),
      Array.from({ length: 8 }, (_, n) => `CODE_${n + 12}`),
    )
    for (let n = 0; n < 6_000; n++) troubles.note(rival, `device ${n}`, "FLOODED")
    assert.strictEqual(troubles.devicesOf(rival).length, 5_000)
    assert.deepStrictEqual(troubles.of(bistro, "grill"), [])
  }).pipe(Effect.provide(deviceTroublesLayer)),
)
