import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import type { MqttClient } from "mqtt"
import { Outage, Overloaded } from "#core/hub/gate.ts"
import { refused } from "#core/kitchen/refusal.ts"
import {
  anyBroker,
  deviceOptions,
  dial,
  eventually,
  hubOptions,
  listenTo,
  margaux,
  rival,
} from "./broker-rig.ts"
import { type Asked, hubSide, recordingGate } from "./hub-double.ts"

const result = (job: string, more: object = {}) =>
  JSON.stringify({ v: 1, job, attempt: 1, state: "printed", fence: "gs(h", boot: 3, ...more })

const rig = (gate: ReturnType<typeof recordingGate>) =>
  hubSide(gate.layer).pipe(Layer.provideMerge(anyBroker))

/** A printer's bare client under a name of its own, and the receipts that it gets. */
const printer = Effect.fnUntraced(function* (tenantId = margaux) {
  const id = `p-${crypto.randomUUID()}`
  const client = yield* dial(yield* deviceOptions(tenantId, id))
  const root = `heard/v1/${tenantId}/${id}`
  const receipts = yield* listenTo(client, `${root}/down/#`)
  const say = (leaf: string, text: string, retain = false) =>
    Effect.promise(() => client.publishAsync(`${root}/up/${leaf}`, text, { qos: 1, retain }))
  return { id, client, receipts, say }
})

/** The hub has heard of this client when its state came through. */
const introduced = Effect.fnUntraced(function* (
  gate: ReturnType<typeof recordingGate>,
  one: {
    readonly id: string
    readonly say: (leaf: string, text: string) => Effect.Effect<unknown>
  },
) {
  for (let boot = 1; ; boot += 1) {
    yield* one.say("state", JSON.stringify({ s: "ready", boot }))
    const heard = yield* Effect.exit(
      eventually("the hub hears it", () => saidBy(gate, one.id).length > 0, 200),
    )
    if (heard._tag === "Success" || boot > 20) return
  }
})

const saidBy = (gate: ReturnType<typeof recordingGate>, id: string): ReadonlyArray<Asked> =>
  gate.asked.filter(({ scope }) => scope.principal.id === id)

const resultsBy = (gate: ReturnType<typeof recordingGate>, id: string): ReadonlyArray<Asked> =>
  saidBy(gate, id).filter(({ report }) => report.report === "result")

describe("what a printer reports", () => {
  it.live("[REPORT-1] becomes a command in the printer's own name and restaurant", () => {
    const gate = recordingGate()
    return Effect.gen(function* () {
      const one = yield* printer()
      yield* introduced(gate, one)
      yield* one.say("ack", JSON.stringify({ job: "j1", attempt: 2, seq: 5 }))
      yield* one.say("result", result("j1"))
      yield* one.say("status", '{"online":true,"paper":"low","cover":false,"error":null,"seq":9}')
      yield* eventually("all are heard", () => saidBy(gate, one.id).length >= 4)
      const [, ack, printed, status] = saidBy(gate, one.id)
      expect(ack?.report).toEqual({ report: "ack", job: "j1", attempt: 2 })
      expect(printed?.report).toMatchObject({ report: "result", state: "printed", boot: 3 })
      expect(status?.report).toMatchObject({ report: "status", paper: "low" })
      expect(ack?.command).toMatchObject({ op: "printerReport" })
      expect(ack?.scope).toMatchObject({
        tenantId: margaux,
        principal: { kind: "device", id: one.id },
        permissions: ["printer.report"],
      })
    }).pipe(Effect.provide(rig(gate)))
  })

  it.live("[REPORT-2] is the same command when it comes again, and gets its receipt again", () => {
    const gate = recordingGate()
    return Effect.gen(function* () {
      const one = yield* printer()
      yield* introduced(gate, one)
      yield* one.say("result", result("j1", { seq: 1 }))
      yield* one.say("result", result("j1", { seq: 2 }))
      yield* one.say("result", result("j1", { attempt: 2 }))
      yield* eventually("three receipts", () => one.receipts.length === 3)
      const cids = resultsBy(gate, one.id).map(({ command }) => command.cid)
      expect(cids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-/)
      expect(cids[1]).toBe(cids[0])
      expect(cids[2]).not.toBe(cids[0])
      expect(one.receipts[0]).toContain('rcpt {"v":1,"job":"j1","attempt":1}')
    }).pipe(Effect.provide(rig(gate)))
  })

  it.live(
    "[REPORT-3] a second loss is no repeat of the first, though the words are the same",
    () => {
      const gate = recordingGate()
      return Effect.gen(function* () {
        const one = yield* printer()
        yield* introduced(gate, one)
        const before = saidBy(gate, one.id).length
        for (const s of ["lost", "lost", "ready", "lost"])
          yield* one.say("state", JSON.stringify({ s, boot: 1 }))
        yield* eventually("all are heard", () => saidBy(gate, one.id).length === before + 4)
        const [first, again, ready, second] = saidBy(gate, one.id)
          .slice(before)
          .map(({ command }) => command.cid)
        expect(again).toBe(first)
        expect(new Set([first, ready, second]).size).toBe(3)
      }).pipe(Effect.provide(rig(gate)))
    },
  )

  it.live("[REPORT-4] is asked again with the same cid while the hub cannot answer", () => {
    let refusals = 0
    const gate = recordingGate(({ report }) => {
      if (report.report !== "result" || refusals >= 2) return undefined
      refusals += 1
      return refusals === 1
        ? new Outage({ reason: "the database restarts" })
        : new Overloaded({ reason: "too much", retryAfterMs: 1 })
    })
    return Effect.gen(function* () {
      const one = yield* printer()
      yield* introduced(gate, one)
      yield* one.say("result", result("j1"))
      yield* eventually("the receipt", () => one.receipts.length === 1)
      const cids = resultsBy(gate, one.id).map(({ command }) => command.cid)
      expect(cids.length).toBe(3)
      expect(new Set(cids).size).toBe(1)
    }).pipe(Effect.provide(rig(gate)))
  })

  it.live("[REPORT-5] that is refused is receipted, so that the printer stops telling it", () => {
    const gate = recordingGate(({ report }) =>
      report.report === "result" ? refused("JOB_UNKNOWN", "There is no such job") : undefined,
    )
    return Effect.gen(function* () {
      const one = yield* printer()
      yield* introduced(gate, one)
      yield* one.say("result", result("never queued"))
      yield* eventually("the receipt", () => one.receipts.length === 1)
    }).pipe(Effect.provide(rig(gate)))
  })

  it.live("[REPORT-6] nonsense, logs and answers to commands trouble nobody, a bug neither", () => {
    const gate = recordingGate(({ report }) => {
      if (report.report === "ack") throw new Error("a bug")
      return undefined
    })
    return Effect.gen(function* () {
      const one = yield* printer()
      yield* introduced(gate, one)
      const before = saidBy(gate, one.id).length
      for (const text of ["", "{", "null", "[]", '{"v":2}', '{"v":1,"job":7}', "\u0000", '"x"'])
        for (const leaf of ["state", "status", "result"]) yield* one.say(leaf, text)
      yield* one.say("log", "fan is loud")
      yield* one.say("info", "{}")
      yield* one.say("result", JSON.stringify({ id: "c1", ok: true, cause: null }))
      yield* one.say("result", "x".repeat(20_000))
      yield* one.say("ack", JSON.stringify({ job: "j1", attempt: 1 }))
      yield* one.say("result", result("j1"))
      yield* eventually("the good one", () => one.receipts.length === 1)
      expect(
        saidBy(gate, one.id)
          .slice(before)
          .map(({ report }) => report.report),
      ).toEqual(["ack", "result"])
    }).pipe(Effect.provide(rig(gate)))
  })

  it.live(
    "[REPORT-7] one printer's reports keep their order, another's do not wait for them",
    () => {
      const stuck = new Set<string>()
      const gate = recordingGate(({ scope }) =>
        stuck.has(scope.principal.id) ? new Outage({ reason: "its shard moves" }) : undefined,
      )
      return Effect.gen(function* () {
        const [slow, quick] = [yield* printer(), yield* printer(rival)]
        yield* introduced(gate, slow)
        stuck.add(slow.id)
        for (let n = 0; n < 20; n += 1) yield* slow.say("result", result(`j${n}`))
        yield* quick.say("result", result("q"))
        yield* eventually("the other is done", () => quick.receipts.length === 1, 1000)
        expect(slow.receipts).toEqual([])
        stuck.clear()
        yield* eventually("then the stuck one", () => slow.receipts.length === 20, 15_000)
        expect(slow.receipts.map((text) => /"job":"(j\d+)"/.exec(text)?.[1])).toEqual(
          Array.from({ length: 20 }, (_, n) => `j${n}`),
        )
      }).pipe(Effect.provide(rig(gate)))
    },
  )
})

describe("the hub at the broker", () => {
  it.live(
    "[HUB-1] says that it is there to those it serves, and takes it back when it goes",
    () => {
      const gate = recordingGate()
      const tenant = crypto.randomUUID()
      const topic = `heard/v1/${tenant}/hub/state`
      return Effect.gen(function* () {
        const watcher: MqttClient = yield* dial(yield* hubOptions)
        const heard = yield* listenTo(watcher, topic)
        yield* Effect.gen(function* () {
          yield* introduced(gate, yield* printer(tenant))
          yield* eventually("online", () => heard.some((text) => text.includes('"online":true')))
        }).pipe(Effect.provide(hubSide(gate.layer)))
        yield* eventually("offline", () => heard.at(-1)?.includes('"online":false') === true)
      }).pipe(Effect.provide(anyBroker))
    },
  )
})
