import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Layer } from "effect"
import { TestClock } from "effect/testing"
import { type DeviceOrder, DeviceOrders } from "#core/hub/device-orders.ts"
import { systemScope } from "#core/hub/scope.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { deviceOrdersLayer } from "#devices/mqtt/device-orders.ts"
import { MqttLink } from "#devices/mqtt/mqtt-link.ts"
import { startBox } from "#devices/simulators/virtual-printer-box.ts"
import { scratchFolder } from "#test/devices/simulators/scratch-folder.ts"
import { anyBroker, deviceOptions, deviceUrl, dial, eventually, margaux } from "./broker-rig.ts"
import { hubSide, recordingGate, untilLinked } from "./hub-double.ts"

const scope = systemScope(margaux as TenantId)
const rig = hubSide(recordingGate().layer).pipe(Layer.provideMerge(anyBroker))

/** Takes everything, and hears nothing. */
const quietLink = Layer.succeed(MqttLink, {
  publish: () => Effect.void,
  keep: () => Effect.void,
  repeatKept: () => Effect.void,
  listen: () => Effect.void,
  serve: () => Effect.void,
  connected: Effect.succeed(true),
})

const asked = (deviceId: string, order: DeviceOrder) =>
  DeviceOrders.use(({ ask }) => ask(scope, deviceId, order)).pipe(
    Effect.match({ onSuccess: () => "done", onFailure: ({ cause }) => cause }),
  )

describe("what the hub asks of an agent", () => {
  it.live("[ASK-1] is answered by the agent itself, done or declined with its cause", () =>
    Effect.gen(function* () {
      const deviceId = `p-${crypto.randomUUID()}`
      const { password } = yield* deviceOptions(margaux, deviceId)
      const kept: Array<string> = []
      const box = yield* startBox("Grill", {
        url: yield* deviceUrl,
        tenantId: margaux,
        deviceId,
        secret: password,
        directory: yield* scratchFolder,
        columns: 48,
        keepSecret: (secret) => Effect.sync(() => void kept.push(secret)),
      })
      yield* untilLinked(true)
      yield* eventually("it is there", () => box.state().connected, 10_000)
      for (const cmd of ["status", "rebirth", "test"] as const)
        expect(yield* asked(deviceId, { cmd }), cmd).toBe("done")
      yield* box.apply({ paper: "out" })
      expect(yield* asked(deviceId, { cmd: "test" })).toBe("paper_out")
      const key = "another secret of this very printer".padEnd(43, "x")
      expect(yield* asked(deviceId, { cmd: "rotate-key", key })).toBe("done")
      expect(kept).toEqual([key])
    }).pipe(Effect.provide(rig)),
  )

  it.live("[ASK-2] is answered by nobody but the one who was asked", () =>
    Effect.gen(function* () {
      const [mute, liar] = [`p-${crypto.randomUUID()}`, `p-${crypto.randomUUID()}`]
      const silent = yield* dial(yield* deviceOptions(margaux, mute))
      const other = yield* dial(yield* deviceOptions(margaux, liar))
      yield* untilLinked(true)
      const ids: Array<string> = []
      silent.on("message", (_topic, payload) => {
        const { id } = JSON.parse(String(payload)) as { id: string }
        ids.push(id)
        other.publish(`heard/v1/${margaux}/${liar}/up/result`, JSON.stringify({ id, ok: true }))
      })
      yield* Effect.promise(() =>
        silent.subscribeAsync(`heard/v1/${margaux}/${mute}/down/cmd`, { qos: 1 }),
      )
      const asking = yield* Effect.forkChild(asked(mute, { cmd: "status" }))
      yield* eventually("it was asked", () => ids.length === 1)
      yield* Effect.sleep(200)
      expect(asking.pollUnsafe()).toBeUndefined()
      const answer = JSON.stringify({ id: ids[0], ok: false, cause: "offline" })
      silent.publish(`heard/v1/${margaux}/${mute}/up/result`, answer, { qos: 1 })
      expect(yield* Fiber.join(asking)).toBe("offline")
      expect(yield* asked("a/b", { cmd: "status" })).toBe("offline")
    }).pipe(Effect.provide(rig)),
  )

  it.effect(
    "[ASK-2] a silence of eight seconds is an answer too, before a plugin is given up",
    () =>
      Effect.gen(function* () {
        const asking = yield* Effect.forkChild(asked("grill", { cmd: "status" }))
        yield* TestClock.adjust("7 seconds")
        expect(asking.pollUnsafe()).toBeUndefined()
        yield* TestClock.adjust("1 second")
        expect(yield* Fiber.join(asking)).toBe("no_answer")
      }).pipe(Effect.provide(deviceOrdersLayer.pipe(Layer.provide(quietLink)))),
  )

  it.live("[ASK-3] fails at once while there is no broker", () =>
    Effect.gen(function* () {
      expect(yield* asked("grill", { cmd: "status" })).toBe("offline")
    }).pipe(Effect.provide(rig)),
  )
})
