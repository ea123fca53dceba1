import { readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import { Effect, Schedule } from "effect"
import type { TenantId } from "#core/kitchen/ids.ts"
import { DeviceStore } from "#core/security/device-store.ts"
import { BrokerReaders } from "#devices/mqtt/broker-readers.ts"
import {
  closed,
  deviceOptions,
  dial,
  eventually,
  hubOptions,
  listenTo,
  margaux,
  outside,
  rival,
} from "./broker-rig.ts"
import { hasMosquitto, Mosquitto } from "./mosquitto.ts"

const own = `heard/v1/${margaux}/grill`

const change = (deviceId: string, status: "active" | "suspended" | "revoked") =>
  Effect.gen(function* () {
    const store = yield* DeviceStore
    const device = yield* store.held(margaux as TenantId, deviceId)
    if (device !== undefined) yield* store.put({ ...device, status })
  })

describe.skipIf(!hasMosquitto)("a mosquitto that lets in by the hub's files", () => {
  it.live(
    "[BROKER-1] lets a device in with its secret, and takes a wrong one, a stranger and nobody for nobody",
    () =>
      Effect.gen(function* () {
        const grill = yield* deviceOptions(margaux, "grill")
        const client = yield* dial(grill)
        expect(client.connected).toBe(true)
        const strangers = {
          "a wrong secret": { ...grill, password: "guess" },
          "no secret": { clientId: "x", username: grill.username },
          "a stranger": { ...grill, username: `${margaux}/fryer` },
          "nobody, where devices knock": { clientId: "x", username: "" },
          "the hub's name": { ...grill, username: "heard-hub" },
        }
        for (const [who, options] of Object.entries(strangers))
          expect((yield* Effect.exit(dial(options)))._tag, who).toBe("Failure")
        const { folder } = yield* Mosquitto
        const file = join(folder, "files", "passwords")
        expect((yield* Effect.promise(() => stat(file))).mode & 0o777, "nobody else reads it").toBe(
          0o640,
        )
        expect(yield* Effect.promise(() => readFile(file, "utf8"))).not.toContain(grill.password)
      }).pipe(Effect.provide(outside)),
  )

  it.live.each(["suspended", "revoked"] as const)(
    "[BROKER-2] ends the session of a device that was %s within two seconds, and nobody else's",
    (status) =>
      Effect.gen(function* () {
        const grill = yield* deviceOptions(margaux, "grill")
        const [gone, stays] = [
          yield* dial(grill),
          yield* dial(yield* deviceOptions(margaux, "bar")),
        ]
        const hub = yield* dial(yield* hubOptions)
        const start = performance.now()
        yield* change("grill", status)
        yield* closed(gone)
        expect(performance.now() - start).toBeLessThan(2000)
        expect((yield* Effect.exit(dial(grill)))._tag).toBe("Failure")
        expect([stays.connected, hub.connected]).toEqual([true, true])
        const { folder } = yield* Mosquitto
        for (const file of ["passwords", "access"]) {
          const text = yield* Effect.promise(() => readFile(join(folder, "files", file), "utf8"))
          expect(text, file).not.toContain("/grill")
          expect(text, file).toContain("/bar")
        }
        if (status === "revoked") return
        yield* change("grill", "active")
        yield* Effect.retry(Effect.scoped(dial(grill)), { times: 200, schedule: again })
      }).pipe(Effect.provide(outside)),
  )

  it.live("[BROKER-3] keeps one device from ending another's session by its client id", () =>
    Effect.gen(function* () {
      const grill = yield* deviceOptions(margaux, "grill")
      const bar = yield* deviceOptions(margaux, "bar")
      const first = yield* dial(grill)
      const intruder = yield* dial({ ...bar, clientId: grill.clientId })
      expect(intruder.connected).toBe(true)
      yield* Effect.promise(() => first.publishAsync(`${own}/up/log`, "here", { qos: 1 }))
      expect(first.connected).toBe(true)
      yield* dial({ ...grill, clientId: "another" })
      yield* closed(first)
    }).pipe(Effect.provide(outside)),
  )

  it.live(
    "[BROKER-4] delivers nothing that a device may not say, and nothing it may not read",
    () =>
      Effect.gen(function* () {
        const hub = yield* dial(yield* hubOptions)
        const heard = yield* listenTo(hub, "heard/#")
        const grill = yield* dial({
          ...(yield* deviceOptions(margaux, "grill")),
          protocolVersion: 5,
        })
        for (const topic of [
          `heard/v1/${margaux}/bar/up/state`,
          `heard/v1/${rival}/grill/up/state`,
          `heard/v1/${margaux}/bar/down/job`,
          `heard/v1/${margaux}/hub/state`,
          `${own}/down/job`,
          `${own}/up/secrets`,
          `${own}/up/state/more`,
          "homeassistant/device/x/y/config",
          "$SYS/broker/clients/total",
        ]) {
          const refused = yield* Effect.flip(
            Effect.tryPromise(() => grill.publishAsync(topic, "forged", { qos: 1, retain: true })),
          )
          expect(String(refused.cause), topic).toMatch(/not authorized/i)
        }
        const foreign = yield* dial({
          ...(yield* deviceOptions(margaux, "fryer")),
          will: {
            topic: `heard/v1/${margaux}/bar/up/state`,
            payload: Buffer.from("x"),
            retain: true,
          },
        })
        foreign.stream.destroy()
        const read: Array<string> = []
        grill.on("message", (topic) => read.push(topic))
        for (const filter of ["#", "heard/#", "+/+/+/+/+/+", "$SYS/#", `$share/g/heard/v1/#`])
          yield* Effect.exit(Effect.tryPromise(() => grill.subscribeAsync(filter, { qos: 1 })))
        for (const topic of [`heard/v1/${margaux}/bar/down/job`, `heard/v1/${rival}/hub/state`])
          yield* Effect.promise(() => hub.publishAsync(topic, "x", { qos: 1 }))
        yield* Effect.promise(() => hub.publishAsync(`${own}/down/cmd`, "fence", { qos: 1 }))
        yield* eventually("its own arrives", () => read.length > 0)
        expect(new Set(read)).toEqual(new Set([`${own}/down/cmd`]))
        yield* Effect.promise(() => grill.publishAsync(`${own}/up/log`, "after", { qos: 1 }))
        yield* eventually("the hub hears on", () => heard.includes(`${own}/up/log after`))
        expect(heard.filter((text) => text.endsWith("forged"))).toEqual([])
      }).pipe(Effect.provide(outside)),
  )

  it.live("[BROKER-5] ends the connection of a packet over 256 KiB, and stays", () =>
    Effect.gen(function* () {
      const grill = yield* dial(yield* deviceOptions(margaux, "grill"))
      grill.publish(`${own}/up/log`, "x".repeat(300_000), { qos: 1 })
      yield* closed(grill)
      expect((yield* dial(yield* deviceOptions(margaux, "bar"))).connected).toBe(true)
    }).pipe(Effect.provide(outside)),
  )

  it.live("[BROKER-6] lets a restaurant's reader see that restaurant's words alone", () =>
    Effect.gen(function* () {
      const readers = yield* BrokerReaders
      yield* readers.admit({ tenantId: margaux, prefix: "homeassistant" }, 1)
      const { userName, password } = readers.accountOf(margaux, 1)
      const options = { clientId: "ha", username: userName, password }
      const reader = yield* Effect.retry(dial(options), { times: 200, schedule: again })
      const heard = yield* listenTo(reader, "#")
      const hub = yield* dial(yield* hubOptions)
      for (const tenant of [rival, margaux])
        for (const topic of [
          `homeassistant/device/${tenant}/grill/config`,
          `heard/v1/${tenant}/ha/grill/state`,
          `heard/v1/${tenant}/grill/up/state`,
        ])
          yield* Effect.promise(() => hub.publishAsync(topic, "x", { qos: 1 }))
      yield* eventually("its own", () => heard.length >= 2)
      expect(heard).toEqual([
        `homeassistant/device/${margaux}/grill/config x`,
        `heard/v1/${margaux}/ha/grill/state x`,
      ])
    }).pipe(Effect.provide(outside)),
  )
})

const again = Schedule.spaced("20 millis")
