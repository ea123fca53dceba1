import type { Socket } from "node:net"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { MqttLink, mqttLinkLayer } from "#devices/mqtt/mqtt-link.ts"
import { packetLimit } from "#devices/mqtt/packet-meter.ts"
import { plenty } from "#test/support/limits.ts"
import {
  closed,
  deviceOptions,
  dial,
  dialSocket,
  embedded,
  eventually,
  hubOptions,
  listenTo,
  margaux,
  rival,
} from "./broker-rig.ts"
import { untilLinked } from "./hub-double.ts"

const own = `heard/v1/${margaux}/grill`

describe("what it withstands", () => {
  it.live("[MQTT-10] garbage on the port hurts nobody", () =>
    Effect.gen(function* () {
      const client = yield* dial(yield* deviceOptions(margaux, "grill"))
      const { username, password, clientId } = yield* deviceOptions(margaux, "bar")
      const connect = Buffer.concat([
        Buffer.from([0x10, 12 + 6 + clientId.length + username.length + password.length - 2]),
        Buffer.from([0, 4, ...Buffer.from("MQTT"), 4, 0xc2, 0, 30]),
      ])
      let state = 42
      const noise = (length: number) =>
        Buffer.from(
          Array.from({ length }, () => {
            state = (state * 1_103_515_245 + 12_345) & 0x7fffffff
            return state >> 16
          }),
        )
      const garbage = [
        Buffer.from("GET / HTTP/1.1\r\nHost: kitchen\r\n\r\n"),
        Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]),
        Buffer.from([0x10, 0xff, 0xff, 0xff, 0xff, 0xff]),
        Buffer.from([0x30, 5, 0, 1]),
        Buffer.alloc(64),
        Buffer.alloc(64, 0xff),
        connect,
        ...Array.from({ length: 60 }, (_, n) => noise(n + 1)),
        ...Array.from({ length: 15 }, (_, n) => Buffer.concat([connect, noise(20 + n)])),
      ]
      for (const bytes of garbage) {
        const socket = yield* dialSocket
        socket.end(bytes)
      }
      yield* Effect.promise(() => client.publishAsync(`${own}/up/log`, "alive", { qos: 1 }))
      expect(client.connected).toBe(true)
    }).pipe(Effect.scoped, Effect.provide(embedded())),
  )

  it.live("[MQTT-11] a packet over 256 KiB ends its connection before it is collected", () =>
    Effect.gen(function* () {
      const options = yield* deviceOptions(margaux, "grill")
      const fits = yield* dial(options)
      yield* Effect.promise(() =>
        fits.publishAsync(`${own}/up/log`, "x".repeat(packetLimit - 200), { qos: 1 }),
      )
      fits.publish(`${own}/up/log`, "x".repeat(packetLimit + 1), { qos: 1 })
      yield* closed(fits)

      const socket = yield* dialSocket
      const ended = Effect.callback<void>(
        (resume) => void socket.once("close", () => resume(Effect.void)),
      )
      socket.write(Buffer.from([0x30, 0xff, 0xff, 0xff, 0x7f]))
      yield* ended
    }).pipe(Effect.provide(embedded())),
  )

  it.live("[MQTT-12] a printer that floods waits for its own share and holds up nobody", () =>
    Effect.gen(function* () {
      const heard = yield* listenTo(yield* dial(yield* hubOptions), "heard/#")
      const flood = yield* dial(yield* deviceOptions(margaux, "grill"))
      for (let n = 0; n < 2000; n += 1) flood.publish(`${own}/up/log`, `${n}`, { qos: 0 })
      const calm = yield* dial(yield* deviceOptions(rival, "grill"))
      const start = performance.now()
      yield* Effect.promise(() =>
        calm.publishAsync(`heard/v1/${rival}/grill/up/result`, "done", { qos: 1 }),
      )
      yield* eventually("the calm one is heard", () =>
        heard.some((message) => message.endsWith("up/result done")),
      )
      expect(performance.now() - start).toBeLessThan(3_000)
      expect(heard.length).toBeLessThan(200)
    }).pipe(Effect.provide(embedded({}, { ...plenty, orders: { perMinute: 3_000, burst: 20 } }))),
  )

  it.live("[MQTT-13] who does not introduce himself within five seconds is sent away", () =>
    Effect.gen(function* () {
      const socket = yield* dialSocket
      const start = performance.now()
      yield* Effect.callback<void>((resume) => void socket.once("close", () => resume(Effect.void)))
      expect(performance.now() - start).toBeGreaterThan(4500)
      expect(performance.now() - start).toBeLessThan(15_000)
    }).pipe(Effect.provide(embedded())),
  )

  it.live("[MQTT-17] a printer that reads nothing holds up only what is said to itself", () =>
    Effect.gen(function* () {
      const link = yield* MqttLink
      yield* untilLinked(true)
      const deaf = yield* dial(yield* deviceOptions(margaux, "grill"))
      yield* listenTo(deaf, `${own}/down/job`)
      deaf.stream.pause()
      const long = "x".repeat(packetLimit - 600)
      for (let n = 0; n < 100; n += 1)
        yield* Effect.forkChild(link.publish(`${own}/down/job`, long))
      const bar = `heard/v1/${margaux}/bar/down/job`
      const heard = yield* listenTo(yield* dial(yield* deviceOptions(margaux, "bar")), bar)
      const start = performance.now()
      yield* link.publish(bar, "a paper")
      yield* eventually("the other one has its job", () => heard.includes(`${bar} a paper`))
      expect(performance.now() - start).toBeLessThan(5_000)
    }).pipe(Effect.provide(mqttLinkLayer), Effect.provide(embedded())),
  )

  it.live("[MQTT-16] 1,500 devices that are cut at once leave their wills and harm nobody", () =>
    Effect.gen(function* () {
      const hub = yield* dial(yield* hubOptions)
      yield* listenTo(hub, "heard/#")
      const late = yield* listenTo(yield* dial(yield* hubOptions), "$SYS/none")
      const count = 1500
      const text = (value: string) =>
        Buffer.concat([Buffer.from([value.length >> 8, value.length & 0xff]), Buffer.from(value)])
      const sockets: Array<Socket> = []
      for (let n = 0; n < count; n += 1) {
        const { clientId, username, password } = yield* deviceOptions(margaux, `d${n}`)
        const body = Buffer.concat([
          Buffer.concat([text("MQTT"), Buffer.from([4, 0xc6, 0, 30]), text(clientId)]),
          Buffer.concat([text(`heard/v1/${margaux}/d${n}/up/state`), text("lost")]),
          Buffer.concat([text(username), text(password)]),
        ])
        const socket = yield* dialSocket
        const length = Buffer.from([0x80 | (body.length & 0x7f), body.length >> 7])
        socket.write(Buffer.concat([Buffer.from([0x10]), length, body]))
        if (n % 50 === 49)
          yield* Effect.callback<void>(
            (resume) => void socket.once("data", () => resume(Effect.void)),
          )
        sockets.push(socket)
      }
      // Who reads nothing any more holds up what is said to him, and lets go of all of it at once.
      hub.stream.pause()
      for (const socket of sockets) socket.resetAndDestroy()
      yield* Effect.sleep(500)
      hub.stream.destroy()
      const next = yield* dial(yield* deviceOptions(margaux, "grill"))
      yield* Effect.promise(() => next.publishAsync(`${own}/up/log`, "alive", { qos: 1 }))
      expect(late).toEqual([])
    }).pipe(Effect.provide(embedded())),
  )
})
