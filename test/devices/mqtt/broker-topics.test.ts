import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import {
  closed,
  deviceOptions,
  dial,
  embedded,
  eventually,
  hubOptions,
  listenTo,
  margaux,
  rival,
} from "./broker-rig.ts"

const own = `heard/v1/${margaux}/grill`

describe("what a printer may say and read", () => {
  it.live("[MQTT-6] it says the known things in its own name, and the hub hears them", () =>
    Effect.gen(function* () {
      const heard = yield* listenTo(yield* dial(yield* hubOptions), "heard/#")
      const client = yield* dial(yield* deviceOptions(margaux, "grill"))
      for (const leaf of ["state", "info", "status", "ack", "result", "log"])
        yield* Effect.promise(() => client.publishAsync(`${own}/up/${leaf}`, leaf, { qos: 1 }))
      yield* eventually("all six were heard", () => heard.length === 6)
    }).pipe(Effect.provide(embedded())),
  )

  const forbidden = [
    ["another device", `heard/v1/${margaux}/bar/up/state`, false],
    ["another restaurant", `heard/v1/${rival}/grill/up/state`, false],
    ["itself, downwards", `${own}/down/job`, false],
    ["another device, downwards", `heard/v1/${margaux}/bar/down/job`, false],
    ["the hub", `heard/v1/${margaux}/hub/state`, true],
    ["an unknown leaf", `${own}/up/state/more`, false],
    ["an unknown word", `${own}/up/secrets`, false],
    ["nothing below up", `${own}/up`, false],
    ["a kept result", `${own}/up/result`, true],
    ["a kept ack", `${own}/up/ack`, true],
    ["the broker's own topics", "$SYS/broker/clients", false],
    ["a topic elsewhere", "homeassistant/light/config", true],
    ["a topic of many levels", `${own}/up${"/x".repeat(200)}`, false],
    ["another version", `heard/v2/${margaux}/grill/up/state`, false],
  ] as const
  it.live.each(forbidden)("[MQTT-6] it may not speak as %s", ([, topic, retain]) =>
    Effect.gen(function* () {
      const heard = yield* listenTo(yield* dial(yield* hubOptions), "#")
      const client = yield* dial(yield* deviceOptions(margaux, "grill"))
      client.publish(topic, "forged", { qos: 1, retain })
      yield* closed(client)
      const next = yield* dial(yield* deviceOptions(margaux, "grill"))
      yield* Effect.promise(() => next.publishAsync(`${own}/up/log`, "after", { qos: 1 }))
      yield* eventually("the hub hears on", () => heard.length > 0)
      expect(heard).toEqual([`${own}/up/log after`])
    }).pipe(Effect.provide(embedded())),
  )

  it.live("[MQTT-7] it reads its own jobs and the hub's state", () =>
    Effect.gen(function* () {
      const hub = yield* dial(yield* hubOptions)
      const client = yield* dial(yield* deviceOptions(margaux, "grill"))
      const heard = yield* listenTo(client, `${own}/down/#`, `heard/v1/${margaux}/hub/state`)
      yield* Effect.promise(() => hub.publishAsync(`${own}/down/job`, "job", { qos: 1 }))
      yield* Effect.promise(() =>
        hub.publishAsync(`heard/v1/${margaux}/hub/state`, "on", { qos: 1 }),
      )
      yield* eventually("both arrive", () => heard.length === 2)
    }).pipe(Effect.provide(embedded())),
  )

  it.live("[MQTT-7] it is granted nothing else, with wildcards, shares or guesses", () =>
    Effect.gen(function* () {
      const hub = yield* dial(yield* hubOptions)
      const client = yield* dial(yield* deviceOptions(margaux, "grill"))
      const heard: Array<string> = []
      client.on("message", (topic) => heard.push(topic))
      const filters = [
        "#",
        "+/+/+/+/+/+",
        "heard/#",
        `heard/v1/${margaux}/#`,
        `heard/v1/${margaux}/+/down/#`,
        `heard/v1/${margaux}/+/down/job`,
        `heard/v1/+/grill/down/#`,
        `heard/v1/${margaux}/bar/down/#`,
        `heard/v1/${rival}/grill/down/#`,
        `heard/v1/${rival}/hub/state`,
        `heard/v1/+/hub/state`,
        `${own}/#`,
        `${own}/up/#`,
        `${own}/down/+`,
        "$SYS/#",
        "$SYS/+/heartbeat",
        `$share/thieves/heard/v1/${margaux}/bar/down/#`,
        `$share/thieves/${own}/down/#`,
        `heard/v1/${margaux}/grill/down`,
      ]
      const granted: Array<string> = []
      for (const filter of filters) {
        const answer = yield* Effect.exit(
          Effect.tryPromise(() => client.subscribeAsync(filter, { qos: 1 })),
        )
        if (answer._tag === "Success" && answer.value.some((grant) => grant.qos !== 128))
          granted.push(filter)
      }
      expect(granted).toEqual([])
      for (const topic of [`heard/v1/${margaux}/bar/down/job`, `heard/v1/${rival}/hub/state`])
        yield* Effect.promise(() => hub.publishAsync(topic, "x", { qos: 1 }))
      yield* Effect.promise(() => client.publishAsync(`${own}/up/log`, "fence", { qos: 1 }))
      expect(heard).toEqual([])
      expect(client.connected).toBe(true)
    }).pipe(Effect.provide(embedded())),
  )

  it.live("[MQTT-8] what it may keep is there for a hub that comes later, and its will too", () =>
    Effect.gen(function* () {
      const state = `${own}/up/state`
      const client = yield* dial({
        ...(yield* deviceOptions(margaux, "grill")),
        will: { topic: state, payload: Buffer.from("lost"), qos: 1, retain: true },
      })
      yield* Effect.promise(() => client.publishAsync(state, "ready", { qos: 1, retain: true }))
      const early = yield* listenTo(yield* dial(yield* hubOptions), "heard/#")
      yield* eventually("ready was kept", () => early.includes(`${state} ready`))
      client.stream.destroy()
      yield* eventually("the will is said", () => early.includes(`${state} lost`))
      const late = yield* listenTo(yield* dial(yield* hubOptions), "heard/#")
      yield* eventually("the will was kept", () => late.includes(`${state} lost`))
    }).pipe(Effect.provide(embedded())),
  )

  it.live("[MQTT-9] jobs for a printer that is away are the hub's to keep, not the broker's", () =>
    Effect.gen(function* () {
      const hub = yield* dial(yield* hubOptions)
      const options = { ...(yield* deviceOptions(margaux, "grill")), clean: false }
      yield* Effect.scoped(
        Effect.gen(function* () {
          yield* listenTo(yield* dial(options), `${own}/down/#`)
        }),
      )
      yield* Effect.promise(() => hub.publishAsync(`${own}/down/job`, "stale", { qos: 1 }))
      const heard = yield* listenTo(yield* dial(options), `${own}/down/#`)
      yield* Effect.promise(() => hub.publishAsync(`${own}/down/job`, "fresh", { qos: 1 }))
      yield* eventually("the fresh job arrives", () => heard.length > 0)
      expect(heard).toEqual([`${own}/down/job fresh`])
    }).pipe(Effect.provide(embedded())),
  )
})
