import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { Tokens } from "#core/security/tokens.ts"
import { BrokerAddress } from "#devices/mqtt/broker-address.ts"
import type { PrintersPicture } from "#devices/simulators/printers-picture.ts"
import { startPrintersServer } from "#devices/simulators/printers-server.ts"
import { startBox } from "#devices/simulators/virtual-printer-box.ts"
import { embedded, eventually, margaux } from "#test/devices/mqtt/broker-rig.ts"
import { scratchFolder } from "./scratch-folder.ts"

const bytes = Buffer.from("\x1b@2 x Burger\n1 x Frites\n\x1dV\x00", "latin1")

const rig = Effect.gen(function* () {
  const tokens = yield* Tokens
  const box = yield* startBox("Grill", {
    url: (yield* BrokerAddress).url,
    tenantId: margaux,
    deviceId: "grill",
    secret: tokens.deviceSecret(margaux, "grill"),
    directory: yield* scratchFolder,
    columns: 48,
  })
  yield* eventually("it is there", () => box.state().connected)
  const port = yield* startPrintersServer([box], { host: "127.0.0.1", port: 0 })
  const address = `http://127.0.0.1:${port}`
  const get = (path: string, init?: RequestInit) =>
    Effect.promise(() => fetch(address + path, init))
  const post = (path: string, body: string) =>
    get(path, { method: "POST", headers: { "content-type": "application/json" }, body })
  const picture = Effect.gen(function* () {
    const answer = yield* get("/printers")
    return (yield* Effect.promise(() => answer.json())) as PrintersPicture
  })
  return { box, address, get, post, picture }
})

describe("the virtual printers' server", () => {
  it.live("[SHOW-1] shows each printer with its paper, and the picture of a paper", () =>
    Effect.gen(function* () {
      const { box, get, picture } = yield* rig
      yield* box.machine.print("j1", bytes)
      const [grill] = (yield* picture).printers
      expect(grill).toMatchObject({ id: "grill", name: "Grill", power: "on", boot: 1, paper: "ok" })
      expect(grill?.papers).toMatchObject([{ n: 1, job: "j1", complete: true }])
      const png = yield* get("/printers/grill/papers/1.png")
      expect(png.headers.get("access-control-allow-origin")).toBe("*")
      const image = new Uint8Array(yield* Effect.promise(() => png.arrayBuffer()))
      expect([...image.subarray(1, 4)]).toEqual([...Buffer.from("PNG")])
      const words = yield* get("/printers/grill/papers/1.txt")
      expect(yield* Effect.promise(() => words.text())).toBe("2 x Burger\n1 x Frites\n[cut]\n")
    }).pipe(Effect.provide(embedded())),
  )

  it.live("[SHOW-2] takes faults, power included; the journal and the paper survive the cut", () =>
    Effect.gen(function* () {
      const { box, post, picture } = yield* rig
      yield* box.machine.print("j1", bytes)
      yield* post("/printers/grill/faults", '{"paper":"out","cover":true,"bytesPerSecond":100}')
      expect((yield* picture).printers[0]).toMatchObject({
        paper: "out",
        coverOpen: true,
        bytesPerSecond: 100,
      })
      const cut = yield* post("/printers/grill/faults", '{"power":"cut"}')
      expect(yield* Effect.promise(() => cut.json())).toMatchObject({ power: "cut" })
      yield* post("/printers/grill/faults", '{"power":"on"}')
      expect((yield* picture).printers[0]).toMatchObject({ power: "on", boot: 2 })
      expect((yield* picture).printers[0]?.papers.length).toBe(1)
    }).pipe(Effect.provide(embedded())),
  )

  it.live("[SHOW-3] tells open pages of every change", () =>
    Effect.gen(function* () {
      const { box, address } = yield* rig
      const stop = new AbortController()
      const events: Array<string> = []
      const answer = yield* Effect.promise(() =>
        fetch(`${address}/events`, { signal: stop.signal }),
      )
      const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
      const reading = (async () => {
        for (;;) {
          const chunk = await reader?.read()
          if (chunk === undefined || chunk.done) return
          events.push(chunk.value)
        }
      })().catch(() => undefined)
      yield* eventually("the first picture", () => events.length > 0)
      box.machine.apply({ paper: "out" })
      yield* eventually("the change", () => events.some((text) => text.includes('"paper":"out"')))
      stop.abort()
      yield* Effect.promise(() => reading)
    }).pipe(Effect.provide(embedded())),
  )

  it.live("[SHOW-4] answers nonsense with a status", () =>
    Effect.gen(function* () {
      const { get, post } = yield* rig
      const statuses = [
        yield* get("/printers/nobody/papers/1.png"),
        yield* get("/printers/grill/papers/99.png"),
        yield* get("/printers/grill/papers/1.pdf"),
        yield* get("/elsewhere"),
        yield* get("/printers/%E0%A4%A/papers/1.png"),
        yield* post("/printers/grill/faults", "{"),
        yield* post("/printers/grill/faults", '{"paper":"wet"}'),
        yield* post("/printers/grill/faults", '{"explode":true}'),
        yield* post("/printers/grill/faults", `{"paper":"${"x".repeat(10_000)}"}`),
        yield* get("/printers/grill/faults", { method: "OPTIONS" }),
      ].map(({ status }) => status)
      expect(statuses).toEqual([404, 404, 404, 404, 404, 422, 422, 422, 413, 204])
    }).pipe(Effect.provide(embedded())),
  )
})
