import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Schedule } from "effect"
import type { IPublishPacket } from "mqtt"
import { DeviceTroubles } from "#core/hub/device-troubles.ts"
import { PrinterWire } from "#core/hub/printing.ts"
import { systemScope } from "#core/hub/scope.ts"
import type { JobId, TenantId } from "#core/kitchen/ids.ts"
import { MqttLink } from "#devices/mqtt/mqtt-link.ts"
import { openSession } from "#devices/mqtt/mqtt-session.ts"
import { startBox } from "#devices/simulators/virtual-printer-box.ts"
import { scratchFolder } from "#test/devices/simulators/scratch-folder.ts"
import {
  deviceOptions,
  deviceUrl,
  dial,
  eventually,
  hubOptions,
  listenTo,
  margaux,
  outside,
} from "./broker-rig.ts"
import { attemptOf, hubSide, printerFor, recordingGate, settle, untilLinked } from "./hub-double.ts"
import { hasMosquitto, Mosquitto } from "./mosquitto.ts"

const own = `heard/v1/${margaux}/grill`
const scope = systemScope(margaux as TenantId)
const job = () => crypto.randomUUID() as JobId

const rig = (gate: ReturnType<typeof recordingGate>) =>
  hubSide(gate.layer).pipe(Layer.provideMerge(outside))

describe.skipIf(!hasMosquitto)("the hub at a mosquitto that is not its own", () => {
  it.live(
    "[WIRE-3] a job carries in MQTT 5 when it ends, where its answer goes and which job it is",
    () => {
      const gate = recordingGate()
      return Effect.gen(function* () {
        yield* untilLinked(true)
        const device = yield* dial({
          ...(yield* deviceOptions(margaux, "grill")),
          protocolVersion: 5,
        })
        const packets: Array<IPublishPacket> = []
        device.on("message", (_topic, _payload, packet) => packets.push(packet))
        yield* Effect.promise(() => device.subscribeAsync(`${own}/down/job`, { qos: 1 }))
        const attempt = attemptOf(job(), 3)
        const wire = yield* PrinterWire
        yield* wire.send(scope, printerFor("grill"), attempt)
        yield* eventually("the job", () => packets.length === 1)
        const properties = packets[0]?.properties
        expect(properties).toMatchObject({
          responseTopic: `${own}/up/result`,
          contentType: "application/json",
          userProperties: { attempt: "3" },
        })
        expect(String(properties?.correlationData)).toBe(attempt.job)
        expect(properties?.messageExpiryInterval).toBeGreaterThan(590)
        expect(properties?.messageExpiryInterval).toBeLessThanOrEqual(600)
      }).pipe(Effect.provide(rig(gate)))
    },
  )

  it.live(
    "[SESSION-6] a message that the broker refuses fails with its code, and the rest goes on",
    () =>
      Effect.gen(function* () {
        const { username, password } = yield* deviceOptions(margaux, "grill")
        const session = yield* openSession({
          url: yield* deviceUrl,
          clientId: `${margaux}.grill`,
          userName: username,
          password,
          dialect: { version: 5 },
        })
        const refused = yield* Effect.flip(
          session.publish(`heard/v1/${margaux}/hub/state`, "forged"),
        )
        expect(refused).toMatchObject({ _tag: "MessageRefused", code: 135 })
        yield* session.publish(`${own}/up/log`, "still here")
      }).pipe(Effect.provide(outside)),
  )

  it.live("[SESSION-7] a printer that is back within five seconds was never lost (MQTT 5)", () =>
    Effect.gen(function* () {
      const heard = yield* listenTo(yield* dial(yield* hubOptions), `${own}/up/state`)
      const { username, password } = yield* deviceOptions(margaux, "grill")
      const options = {
        url: yield* deviceUrl,
        clientId: `${margaux}.grill`,
        userName: username,
        password,
        dialect: { version: 5 as const },
        will: () => ({ topic: `${own}/up/state`, payload: "lost" }),
      }
      const brief = yield* openSession({ ...options, willDelaySeconds: 5 })
      yield* brief.cut
      yield* openSession({ ...options, willDelaySeconds: 1 })
      yield* Effect.sleep("1500 millis")
      expect(heard).toEqual([])
    }).pipe(Effect.provide(outside)),
  )

  it.live("[REPORT-8] a result that the broker was made to keep is heard no second time", () => {
    const gate = recordingGate()
    return Effect.gen(function* () {
      const device = yield* dial(yield* deviceOptions(margaux, "grill"))
      const forged = JSON.stringify({ v: 1, job: "j1", attempt: 1, state: "printed", boot: 1 })
      yield* Effect.promise(() =>
        device.publishAsync(`${own}/up/result`, forged, { qos: 1, retain: true }),
      )
      const troubles = yield* DeviceTroubles
      yield* Effect.gen(function* () {
        yield* untilLinked(true)
        yield* eventually("it is noted", () =>
          troubles
            .of(margaux as TenantId, "grill")
            .some(({ code, meta }) => code === "TOPIC_FORBIDDEN" && meta["reason"] === "kept"),
        )
        expect(gate.asked).toEqual([])
        const heard = yield* listenTo(yield* dial(yield* hubOptions), `${own}/up/#`)
        yield* Effect.promise(() => device.publishAsync(`${own}/up/log`, "fence", { qos: 1 }))
        yield* eventually("the fence", () => heard.length > 0)
        expect(heard).toEqual([`${own}/up/log fence`])
      }).pipe(Effect.provide(hubSide(gate.layer)))
    }).pipe(Effect.provide(outside))
  })

  it.live(
    "[WIRE-4] a broker that is killed three times under load loses no paper and doubles none",
    () => {
      const gate = recordingGate()
      return Effect.gen(function* () {
        const mosquitto = yield* Mosquitto
        const { password } = yield* deviceOptions(margaux, "grill")
        const box = yield* startBox("Grill", {
          url: mosquitto.url,
          tenantId: margaux,
          deviceId: "grill",
          secret: password,
          directory: yield* scratchFolder,
          columns: 48,
          repeatMs: 200,
        })
        yield* eventually("both there", () => box.state().connected, 10_000)
        const jobs = Array.from({ length: 24 }, job)
        const killing = Effect.gen(function* () {
          for (let n = 0; n < 3; n += 1) {
            const before = box.machine.papers().length
            yield* eventually("work", () => box.machine.papers().length > before + 2, 20_000)
            yield* mosquitto.kill
            yield* mosquitto.start
          }
        })
        const printer = printerFor("grill")
        const settling = Effect.forEach(jobs, (one) => settle(margaux, printer, gate.fresh, one))
        const [used] = yield* Effect.all([settling, killing], { concurrency: "unbounded" })
        expect(used.flat()).toEqual(jobs)
        expect(box.machine.papers().map((paper) => paper.job)).toEqual(jobs)
        expect(box.state().boot).toBe(1)
        const kept = yield* listenTo(yield* dial(yield* hubOptions), `${own}/up/state`)
        yield* eventually("its state is kept again", () => kept.at(-1)?.includes("ready") === true)
      }).pipe(Effect.provide(rig(gate)))
    },
    40_000,
  )

  it.live("[HUB-3] a broker that forgot everything is told again what it keeps for the hub", () => {
    const gate = recordingGate()
    return Effect.gen(function* () {
      yield* untilLinked(true)
      const link = yield* MqttLink
      const [kept, gone] = [`${own}/down/config`, `heard/v1/${margaux}/ha/x/state`]
      yield* link.keep(kept, "settings")
      yield* link.keep(gone, "gone soon")
      const heardBy = Effect.gen(function* () {
        const heard = yield* listenTo(yield* dial(yield* hubOptions), "heard/#")
        return () => heard
      })
      const watcher = yield* dial(yield* hubOptions)
      // Stands for a broker without persistence: somebody took the words away behind the hub's back.
      yield* Effect.promise(() => watcher.publishAsync(kept, "", { qos: 1, retain: true }))
      const mosquitto = yield* Mosquitto
      yield* mosquitto.kill
      yield* link.keep(gone, undefined)
      yield* mosquitto.start
      const heard = yield* heardBy
      yield* eventually("it is back", () => heard().includes(`${kept} settings`), 15_000)
      // What was kept before the broker died is still there for whoever comes before the hub took it away.
      yield* Effect.gen(function* () {
        const later = yield* heardBy
        yield* eventually("kept", () => later().includes(`${kept} settings`))
        if (later().includes(`${gone} gone soon`)) return yield* Effect.fail("still there")
      }).pipe(Effect.retry({ times: 20, schedule: Schedule.spaced("250 millis") }))
    }).pipe(Effect.provide(rig(gate)))
  })
})
