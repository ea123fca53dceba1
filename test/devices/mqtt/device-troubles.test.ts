import { expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { DeviceTroubles } from "#core/hub/device-troubles.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { refused } from "#core/kitchen/refusal.ts"
import { DeviceRegister } from "#core/security/device-register.ts"
import { DeviceSightings } from "#core/security/device-sightings.ts"
import { packetLimit } from "#devices/mqtt/packet-meter.ts"
import { closed, deviceOptions, dial, embedded, eventually, margaux } from "./broker-rig.ts"
import { hubSide, recordingGate } from "./hub-double.ts"

const troublesOf = (deviceId: string) =>
  Effect.map(DeviceTroubles, (troubles) => troubles.of(margaux as TenantId, deviceId))

it.live(
  "[FLEET-5] what the broker refuses of a device is its trouble; what strangers try is nobody's",
  () =>
    Effect.gen(function* () {
      const right = yield* deviceOptions(margaux, "grill")
      const wrong = { ...right, password: "wrong" }
      yield* Effect.flip(dial(wrong))
      expect(yield* troublesOf("grill")).toEqual([])
      const owner = {
        tenantId: margaux as TenantId,
        principal: { kind: "system", id: "test" },
      } as const
      const register = yield* DeviceRegister
      const device = { deviceId: "grill", kind: "printerAgent" } as const
      const password = yield* register.newSecret({ ...owner, permissions: ["*"] }, device)
      yield* register.settled({ ...owner, permissions: ["*"] })
      yield* Effect.flip(dial(right))
      expect(yield* troublesOf("grill")).toMatchObject([{ code: "SECRET_REFUSED", count: 1 }])
      const forbidden = yield* dial({ ...right, password })
      expect(yield* troublesOf("grill")).toEqual([])
      forbidden.publish("heard/v1/elsewhere/grill/up/state", "{}", { qos: 1 })
      yield* closed(forbidden)
      const large = yield* dial({ ...right, password })
      large.publish(`heard/v1/${margaux}/grill/up/log`, "x".repeat(packetLimit + 1), { qos: 1 })
      yield* closed(large)
      expect(yield* troublesOf("grill")).toMatchObject([
        { code: "TOPIC_FORBIDDEN", meta: { topic: "heard/v1/elsewhere/grill/up/state" } },
        { code: "PACKET_TOO_LARGE", meta: { mostBytes: packetLimit } },
      ])
    }).pipe(Effect.provide(embedded())),
)

it.live(
  "[FLEET-5] so are bytes that are no packet, and topics that nobody may say anything on",
  () =>
    Effect.gen(function* () {
      const options = yield* deviceOptions(margaux, "fry")
      for (const leaf of ["up/+", "up/#", "up/a/b/c/d/e"]) {
        const wild = yield* dial(options)
        wild.publish(`heard/v1/${margaux}/fry/${leaf}`, "{}", { qos: 1 })
        yield* closed(wild)
      }
      for (const bytes of [
        [0x00, 0x00],
        [0x3f, 0x02, 0x00, 0x00],
        [0x60, 0x02, 0x00, 0x01],
      ]) {
        const garbled = yield* dial(options)
        garbled.stream.write(Buffer.from(bytes))
        yield* closed(garbled)
      }
      expect(yield* troublesOf("fry")).toMatchObject([
        { code: "TOPIC_FORBIDDEN", count: 3 },
        { code: "MESSAGES_UNREADABLE", count: 3 },
      ])
      const well = yield* dial(options)
      yield* Effect.promise(() => well.endAsync())
      expect((yield* troublesOf("fry")).map(({ count }) => count)).toEqual([3, 3])
    }).pipe(Effect.provide(embedded())),
)

it.live("[FLEET-5] so is what the hub cannot read of it or refuses", () => {
  const gate = recordingGate(() => refused("JOB_NOT_YOURS", "Another printer was given the job."))
  return Effect.gen(function* () {
    const troubles = yield* DeviceTroubles
    const client = yield* dial(yield* deviceOptions(margaux, "bar"))
    const say = (leaf: string, payload: string) =>
      Effect.promise(() =>
        client.publishAsync(`heard/v1/${margaux}/bar/up/${leaf}`, payload, { qos: 1 }),
      )
    yield* Effect.promise(() =>
      client.publishAsync(`heard/v1/${margaux}/bar/up/state`, '{"s":"ready","boot":1}', {
        qos: 1,
        retain: true,
      }),
    )
    yield* eventually("the hub listens", () => gate.asked.length > 0)
    yield* say("info", '{"model":7}')
    yield* say("result", "\u0000 garbage")
    yield* say("result", "x".repeat(20_000))
    yield* say("result", '{"v":1,"job":"forged","attempt":1,"state":"printed"}')
    yield* eventually("all is told", () => {
      const told = troubles.of(margaux as TenantId, "bar")
      return (
        told.length === 3 &&
        told.some(({ code, count }) => code === "MESSAGES_UNREADABLE" && count === 2)
      )
    })
    expect(troubles.of(margaux as TenantId, "bar")).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: "MESSAGES_UNREADABLE", meta: { topic: "up/result" } }),
        expect.objectContaining({ code: "PACKET_TOO_LARGE", meta: { topic: "up/result" } }),
        expect.objectContaining({
          code: "MESSAGES_REFUSED",
          meta: { topic: "up/result", reason: "JOB_NOT_YOURS" },
        }),
      ]),
    )
  }).pipe(Effect.provide(hubSide(gate.layer).pipe(Layer.provideMerge(embedded()))))
})

it.live(
  "[FLEET-3] what the broker kept of one that is gone is no sign of life, nor its trouble",
  () => {
    const gate = recordingGate(() => refused("PRINTER_UNKNOWN", "No printer has this device"))
    return Effect.gen(function* () {
      const client = yield* dial(yield* deviceOptions(margaux, "bar"))
      const keep = (leaf: string, payload: string) =>
        Effect.promise(() =>
          client.publishAsync(`heard/v1/${margaux}/bar/up/${leaf}`, payload, {
            ...{ qos: 1, retain: true },
          }),
        )
      yield* keep("state", '{"s":"ready","boot":1}')
      yield* keep("status", '{"online":true,"paper":"ok","cover":false}')
      const sightings = yield* DeviceSightings
      const seen = () => sightings.known(margaux as TenantId, "bar")
      yield* Layer.build(hubSide(gate.layer))
      yield* eventually("the hub was told", () => gate.asked.length === 2)
      yield* troublesOf("bar").pipe(Effect.map((all) => expect(all).toEqual([])))
      expect(seen()).toBeUndefined()
      yield* keep("state", '{"s":"lost","boot":1}')
      yield* eventually("the hub was told that it is lost", () => gate.asked.length === 3)
      expect(seen()).toBeUndefined()
      yield* keep("info", '{"model":"TM-T20"}')
      yield* eventually("it said what it is", () => seen()?.model === "TM-T20")
    }).pipe(Effect.scoped, Effect.provide(embedded()))
  },
)
