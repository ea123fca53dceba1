import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { v7 as uuid } from "uuid"
import { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { DeviceBook, deviceBookLayer } from "#core/security/device-book.ts"
import { DeviceStore, type StoredDevice } from "#core/security/device-store.ts"

const bistro = uuid() as TenantId
const device = (deviceId: string, more: Partial<StoredDevice> = {}): StoredDevice => ({
  ...{ tenantId: bistro, deviceId, kind: "printerAgent", status: "active", role: undefined },
  ...{ secretHash: "x", brokerHash: undefined, addressHash: undefined, hardwareId: undefined },
  generation: 1,
  next: undefined,
  ...more,
})

/** A book over rows that the test changes, and how often they were read. */
const shelf = () => {
  const kept = { rows: [device("grill")], reads: 0, down: false }
  const unused = Effect.die("not asked here")
  const layer = deviceBookLayer.pipe(
    Layer.provide(
      Layer.succeed(DeviceStore, {
        together: (_tenantId, work) => work,
        list: () =>
          Effect.suspend(() => {
            kept.reads += 1
            return kept.down
              ? Effect.fail(new Outage({ reason: "down" }))
              : Effect.as(Effect.yieldNow, kept.rows)
          }),
        held: () => unused,
        put: () => unused,
        byAddress: () => unused,
        brokerAccounts: unused,
        whenStored: () => Effect.void,
      }),
    ),
  )
  return { kept, layer }
}

describe("what a process knows of its devices", () => {
  it.effect("[CRED-7] is read once for two thousand that come back together", () => {
    const { kept, layer } = shelf()
    return Effect.gen(function* () {
      const book = yield* DeviceBook
      const all = yield* Effect.all(
        Array.from({ length: 2_000 }, () => book.of(bistro)),
        { concurrency: "unbounded" },
      )
      assert.strictEqual(all.filter((devices) => devices.has("grill")).length, 2_000)
      yield* book.of(bistro)
      assert.strictEqual(kept.reads, 1)
    }).pipe(Effect.provide(layer))
  })

  it.effect(
    "[CRED-3] is told of at once, so that each hears why before its session is over",
    () => {
      const { kept, layer } = shelf()
      return Effect.gen(function* () {
        const book = yield* DeviceBook
        const told: Array<ReadonlyArray<string>> = []
        book.whenChanged((changes) => told.push(changes.map(({ deviceId }) => deviceId)))
        kept.rows = [device("grill"), device("bar"), device("cold")]
        yield* book.of(bistro)
        kept.rows = [device("new"), device("grill", { status: "revoked" }), device("bar")]
        kept.rows.push(device("cold", { status: "suspended" }))
        yield* book.changed(bistro)
        assert.deepStrictEqual(told, [["new", "grill", "cold"]])
      }).pipe(Effect.provide(layer))
    },
  )

  it.effect("[CRED-7] is not believed any more when it changed and cannot be read", () => {
    const { kept, layer } = shelf()
    return Effect.gen(function* () {
      const book = yield* DeviceBook
      const told: Array<string> = []
      book.whenChanged((changes) => {
        for (const { deviceId, over } of changes) told.push(`${deviceId} ${over ?? "-"}`)
      })
      yield* book.of(bistro)
      kept.down = true
      kept.rows = [device("grill", { status: "revoked" })]
      yield* Effect.forkChild(book.changed(bistro))
      for (let n = 0; n < 20; n++) yield* Effect.yieldNow
      assert.isUndefined(book.known(bistro))
      assert.strictEqual((yield* Effect.flip(book.of(bistro)))._tag, "Outage")
      kept.down = false
      assert.strictEqual((yield* book.of(bistro)).get("grill")?.status, "revoked")
      assert.deepStrictEqual(told, ["grill revoked"])
    }).pipe(Effect.provide(layer))
  })
})
