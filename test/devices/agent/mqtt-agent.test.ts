import { createHash } from "node:crypto"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { Tokens } from "#core/security/tokens.ts"
import { BrokerAddress } from "#devices/mqtt/broker-address.ts"
import { startBox } from "#devices/simulators/virtual-printer-box.ts"
import {
  anyBroker,
  dial,
  embedded,
  eventually,
  hubOptions,
  listenTo,
  margaux,
} from "#test/devices/mqtt/broker-rig.ts"
import { scratchFolder } from "#test/devices/simulators/scratch-folder.ts"

const bytes = Buffer.from("2 x Burger\n")

/** A printer under a name of its own, and a hub's bare client that hears it and speaks to it. */
const rig = Effect.gen(function* () {
  const deviceId = `grill-${crypto.randomUUID()}`
  const root = `heard/v1/${margaux}/${deviceId}`
  const hub = yield* dial(yield* hubOptions)
  const heard = yield* listenTo(hub, `${root}/up/#`)
  const box = yield* startBox("Grill", {
    url: (yield* BrokerAddress).url,
    tenantId: margaux,
    deviceId,
    secret: (yield* Tokens).deviceSecret(margaux, deviceId),
    directory: yield* scratchFolder,
    columns: 48,
    repeatMs: 200,
  })
  const said = (leaf: string) =>
    heard.flatMap((text) =>
      text.startsWith(`${root}/up/${leaf} `)
        ? [JSON.parse(text.slice(text.indexOf(" "))) as Record<string, unknown>]
        : [],
    )
  const tell = (leaf: string, body: object) =>
    Effect.promise(() => hub.publishAsync(`${root}/down/${leaf}`, JSON.stringify(body), { qos: 1 }))
  const send = (job: string, attempt = 1) =>
    tell("job", {
      v: 1,
      job,
      attempt,
      seq: 1,
      kind: "ticket",
      order: null,
      station: null,
      fmt: "escpos",
      profile: "receipt/48",
      sha256: createHash("sha256").update(bytes).digest("hex"),
      data: bytes.toString("base64"),
      notAfter: new Date(Date.now() + 60_000).toISOString(),
      fence: "A1b2",
      copyOf: null,
    })
  yield* eventually("its birth", () => said("state").some(({ s }) => s === "ready"))
  return { hub, box, root, said, tell, send }
})

describe("the agent beside a printer", () => {
  it.live(
    "[AGENT-10] is born with its boot, and what it is and how it is stays at the broker",
    () =>
      Effect.gen(function* () {
        const { box, root, said } = yield* rig
        expect(said("state").at(-1)).toMatchObject({ s: "ready", boot: 1 })
        yield* box.apply({ power: "cut" })
        yield* eventually("its will", () => said("state").at(-1)?.["s"] === "lost")
        expect(said("state").at(-1)).toMatchObject({ s: "lost", boot: 1 })
        yield* box.apply({ power: "on", paper: "low" })
        yield* eventually("its second birth", () => said("state").at(-1)?.["boot"] === 2)
        const later = yield* listenTo(yield* dial(yield* hubOptions), `${root}/up/#`)
        yield* eventually("all three kept", () => later.length === 3)
        const kept = later.join("\n")
        expect(kept).toContain('"s":"ready","boot":2')
        expect(kept).toContain('"columns":48')
        expect(kept).toContain('"paper":"low"')
      }).pipe(Effect.provide(anyBroker)),
  )

  // On its own broker: at one outside, the hub of another suite would give the receipt.
  it.live("[AGENT-6] repeats a result until the hub's receipt", () =>
    Effect.gen(function* () {
      const { said, tell, send } = yield* rig
      yield* send("j1")
      yield* eventually("told three times", () => said("result").length === 3, 10_000)
      expect(said("ack")).toMatchObject([{ job: "j1", attempt: 1 }])
      for (const result of said("result"))
        expect(result).toMatchObject({ job: "j1", attempt: 1, state: "printed", fence: "gs(h" })
      yield* tell("rcpt", { v: 1, job: "j1", attempt: 1 })
      yield* Effect.sleep(50)
      const told = said("result").length
      yield* Effect.sleep(1500)
      expect(said("result").length).toBe(told)
    }).pipe(Effect.provide(embedded())),
  )

  it.live("[AGENT-11] tells after the power cut what it could not tell before", () =>
    Effect.gen(function* () {
      const { box, said, send } = yield* rig
      box.machine.apply({ bytesPerSecond: 5 })
      yield* send("j1")
      yield* eventually("the first bytes", () => (box.machine.papers()[0]?.bytes.length ?? 0) > 0)
      yield* box.apply({ power: "cut" })
      yield* box.apply({ power: "on" })
      yield* eventually("it owns up", () => said("result").length > 0)
      expect(said("result")[0]).toMatchObject({ job: "j1", state: "unknown", cause: "power_cut" })
      expect(box.machine.papers()).toMatchObject([{ job: "j1", torn: true, complete: false }])
    }).pipe(Effect.provide(anyBroker)),
  )

  it.live("[AGENT-12] obeys commands and answers each under its id", () =>
    Effect.gen(function* () {
      const { said, tell } = yield* rig
      const births = said("state").length
      const commands = ["status", "rebirth", "cancel", "test", "rotate-key"]
      for (const cmd of commands) yield* tell("cmd", { id: cmd, cmd, job: "nothing" })
      yield* tell("cmd", { id: "x", cmd: "explode" })
      const answers = () => said("result").filter(({ id }) => id !== undefined)
      yield* eventually("all answered", () => answers().length === commands.length)
      expect(answers().map(({ id, ok }) => [id, ok])).toEqual([
        ["status", true],
        ["rebirth", true],
        ["cancel", true],
        ["test", true],
        ["rotate-key", false],
      ])
      expect(said("state").length).toBe(births + 1)
    }).pipe(Effect.provide(anyBroker)),
  )

  it.live("[AGENT-13] says its status when it changes, and knows whether the hub is there", () =>
    Effect.gen(function* () {
      const { hub, box, said } = yield* rig
      box.machine.apply({ cover: true })
      yield* eventually("the open cover", () => said("status").at(-1)?.["cover"] === true)
      expect(said("status").at(-1)).toMatchObject({ online: false, error: "cover_open" })
      const seqs = said("status").map(({ seq }) => Number(seq))
      expect(seqs).toEqual([...seqs].sort((a, b) => a - b))
      const state = `heard/v1/${margaux}/hub/state`
      yield* Effect.promise(() =>
        hub.publishAsync(state, '{"online":true,"at":"2026-11-20T12:00:00.000Z"}', { qos: 1 }),
      )
      yield* eventually("the hub is there", () => box.state().hubOnline)
      yield* Effect.promise(() => hub.publishAsync(state, "nonsense", { qos: 1 }))
      yield* eventually("who knows", () => !box.state().hubOnline)
    }).pipe(Effect.provide(anyBroker)),
  )

  it.live("[AGENT-15] introduces itself again when the hub is born, once for each birth", () =>
    Effect.gen(function* () {
      const { hub, said } = yield* rig
      const state = `heard/v1/${margaux}/hub/state`
      const say = (at: number, online = true) =>
        Effect.promise(() =>
          hub.publishAsync(state, JSON.stringify({ online, at: new Date(at).toISOString() }), {
            qos: 1,
          }),
        )
      const births = () => said("state").filter(({ s }) => s === "ready").length
      const [states, infos, statuses] = [births(), said("info").length, said("status").length]
      yield* say(1000)
      yield* eventually("it says so", () => births() === states + 1)
      expect([said("info").length, said("status").length]).toEqual([infos + 1, statuses + 1])
      yield* say(1000)
      yield* say(1500, false)
      yield* say(2000)
      yield* eventually("and again", () => births() === states + 2)
      expect(births()).toBe(states + 2)
    }).pipe(Effect.provide(anyBroker)),
  )

  it.live("[AGENT-16] reports which settings it has, and keeps to a new secret it can keep", () =>
    Effect.gen(function* () {
      const { said, tell } = yield* rig
      const settings = { ver: "0123456789ab", name: "Grill", columns: 48, language: "en" }
      yield* tell("config", { ...settings, ver: "not a version" })
      yield* tell("config", settings)
      yield* eventually("it has them", () => said("info").at(-1)?.["cfgVer"] === settings.ver)
      const infos = said("info").length
      yield* tell("config", settings)
      yield* tell("cmd", { id: "key", cmd: "rotate-key", key: "k".repeat(43) })
      yield* eventually("it answers", () => said("result").some(({ id }) => id === "key"))
      expect(said("result").find(({ id }) => id === "key")).toMatchObject({
        ok: false,
        cause: "unsupported",
      })
      expect(said("info").length).toBe(infos)
    }).pipe(Effect.provide(anyBroker)),
  )

  it.live("[AGENT-14] ignores jobs that are none", () =>
    Effect.gen(function* () {
      const { hub, box, root, said, send } = yield* rig
      for (const text of ["", "{", '{"v":1}', '{"v":2,"job":"x"}', "\u0000"])
        yield* Effect.promise(() => hub.publishAsync(`${root}/down/job`, text, { qos: 1 }))
      yield* send("good")
      yield* eventually("the good one", () => said("result").length > 0)
      expect(box.machine.papers().map(({ job }) => job)).toEqual(["good"])
    }).pipe(Effect.provide(anyBroker)),
  )
})
