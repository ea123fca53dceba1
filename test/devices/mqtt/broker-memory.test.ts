import { readFile, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import fc from "fast-check"
import { KeptWords, readKeptWords } from "#devices/mqtt/kept-words.ts"
import { scratchFolder } from "#test/devices/simulators/scratch-folder.ts"
import {
  deviceOptions,
  dial,
  embedded,
  eventually,
  hubOptions,
  listenTo,
  margaux,
} from "./broker-rig.ts"

const topic = (device: string, leaf: string) => `heard/v1/${margaux}/${device}/up/${leaf}`
const ready = (boot: number) => JSON.stringify({ s: "ready", boot })

describe("what the embedded broker keeps", () => {
  it.live("[MQTT-14] outlives its restart, and who does not come back is lost", () =>
    Effect.gen(function* () {
      const memory = { file: join(yield* scratchFolder, "mqtt", "kept.json"), owedAfterMs: 400 }
      yield* Effect.gen(function* () {
        for (const device of ["grill", "bar"]) {
          const client = yield* dial(yield* deviceOptions(margaux, device))
          const say = (leaf: string, words: string) =>
            Effect.promise(() =>
              client.publishAsync(topic(device, leaf), words, { qos: 1, retain: true }),
            )
          yield* say("state", ready(7))
          yield* say("info", `{"model":"${device}"}`)
        }
      }).pipe(Effect.provide(embedded({ memory })))

      yield* Effect.gen(function* () {
        const heard = yield* listenTo(yield* dial(yield* hubOptions), "heard/#")
        yield* eventually("all is there", () => heard.length === 4)
        expect(heard).toContain(`${topic("grill", "info")} {"model":"grill"}`)
        expect(heard).toContain(`${topic("bar", "state")} ${ready(7)}`)
        yield* dial(yield* deviceOptions(margaux, "grill"))
        yield* eventually("the bar's will", () => heard.length > 4)
        yield* Effect.sleep(100)
        expect(heard.slice(4)).toEqual([`${topic("bar", "state")} {"s":"lost","boot":7}`])
      }).pipe(Effect.provide(embedded({ memory })))
      const mode = (yield* Effect.promise(() => stat(memory.file))).mode & 0o777
      expect(mode).toBe(0o640)
    }),
  )

  it.live("[MQTT-14] begins with nothing from a file that is none, and mends it", () =>
    Effect.gen(function* () {
      const file = join(yield* scratchFolder, "kept.json")
      for (const text of ["", "{", '[["a"]]', "[[1,2]]", "\u0000"]) {
        yield* Effect.promise(() => writeFile(file, text))
        const words = yield* Effect.promise(() => readKeptWords(file))
        expect(words.all()).toEqual([])
        words.note({ topic: topic("grill", "state"), payload: Buffer.from(ready(1)) })
        yield* Effect.promise(() => words.write(file))
        expect(JSON.parse(yield* Effect.promise(() => readFile(file, "utf8")))).toHaveLength(1)
      }
    }),
  )

  it("[MQTT-15] is the last word of each kept topic of a device, of 10,000 devices at most", () => {
    const word = fc.record({
      device: fc.constantFrom("a", "b", "c"),
      leaf: fc.constantFrom("state", "info", "status", "result", "log", "x"),
      text: fc.string({ maxLength: 6 }),
    })
    fc.assert(
      fc.property(fc.array(word, { maxLength: 40 }), (said) => {
        const words = new KeptWords()
        const last = new Map<string, string>()
        for (const { device, leaf, text } of said) {
          words.note({ topic: topic(device, leaf), payload: Buffer.from(text) })
          if (!["state", "info", "status"].includes(leaf)) continue
          if (text === "") last.delete(topic(device, leaf))
          else last.set(topic(device, leaf), text)
        }
        const kept = words.all().map((one) => [one.topic, Buffer.from(one.payload).toString()])
        expect(new Map(kept as Array<[string, string]>)).toEqual(last)
      }),
    )
    const many = new KeptWords()
    for (let n = 0; n < 10_002; n += 1)
      many.note({ topic: topic(`d${n}`, "state"), payload: Buffer.from("x") })
    expect(many.all()).toHaveLength(10_000)
    expect(many.all()[0]?.topic).toBe(topic("d2", "state"))
    many.note({ topic: topic("d5", "info"), payload: Buffer.alloc(5000) })
    expect(many.all().some((one) => one.topic === topic("d5", "info"))).toBe(false)
  })
})
