import { spawn } from "node:child_process"
import { createHash } from "node:crypto"
import { readFileSync, statSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import { join } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { Tokens } from "#core/security/tokens.ts"
import { BrokerAddress } from "#devices/mqtt/broker-address.ts"
import { startNetworkPrinter } from "#devices/simulators/network-printer.ts"
import {
  dial,
  embedded,
  eventually,
  hubOptions,
  listenTo,
  margaux,
} from "#test/devices/mqtt/broker-rig.ts"
import { ticketOf } from "#test/devices/printers/network-rig.ts"
import { scratchFolder } from "#test/devices/simulators/scratch-folder.ts"

const bytes = Buffer.from(ticketOf(400))

/** A hub's `/api/devices/claim` and nothing else of it. */
const claimDesk = (answer: (claim: string) => { status: number; body: object }) =>
  Effect.acquireRelease(
    Effect.callback<{ url: string; asked: Array<string>; close: () => void }>((resume) => {
      const asked: Array<string> = []
      const server = createServer((request, response) => {
        let text = ""
        request.on("data", (chunk) => {
          text += String(chunk)
        })
        request.on("end", () => {
          asked.push(`${request.url} ${text}`)
          const { status, body } = answer((JSON.parse(text) as { claim: string }).claim)
          response.writeHead(status, { "content-type": "application/json" })
          response.end(JSON.stringify(body))
        })
      })
      server.listen(0, "127.0.0.1", () => {
        const address = server.address()
        const port = typeof address === "object" ? address?.port : 0
        resume(
          Effect.succeed({
            url: `http://127.0.0.1:${port}`,
            asked,
            close: () => server.close(),
          }),
        )
      })
    }),
    ({ close }) => Effect.sync(close),
  )

/** `npm run agent` without npm. */
const run = (args: ReadonlyArray<string>, env: Readonly<Record<string, string>> = {}) =>
  Effect.acquireRelease(
    Effect.sync(() => {
      const child = spawn(process.execPath, ["devices/agent/agent-main.ts", ...args], {
        env: { ...process.env, ...env },
      })
      let said = ""
      for (const out of [child.stdout, child.stderr])
        out.on("data", (chunk) => {
          said += String(chunk)
        })
      return { child, said: () => said, code: () => child.exitCode }
    }),
    ({ child }) => Effect.sync(() => void child.kill("SIGKILL")),
  )

const kitchen = Effect.gen(function* () {
  const deviceId = `grill-${crypto.randomUUID()}`
  const { url } = yield* BrokerAddress
  const identity = {
    deviceId,
    tenantId: margaux,
    mqtt: {
      url,
      username: `${margaux}/${deviceId}`,
      password: (yield* Tokens).deviceSecret(margaux, deviceId),
    },
  }
  const root = `heard/v1/${margaux}/${deviceId}`
  const hub = yield* dial(yield* hubOptions)
  const heard = yield* listenTo(hub, `${root}/up/#`)
  const said = (leaf: string) =>
    heard.flatMap((text) =>
      text.startsWith(`${root}/up/${leaf} `)
        ? [JSON.parse(text.slice(text.indexOf(" "))) as Record<string, unknown>]
        : [],
    )
  const tell = (leaf: string, body: object) =>
    Effect.promise(() => hub.publishAsync(`${root}/down/${leaf}`, JSON.stringify(body), { qos: 1 }))
  const send = (job: string) =>
    tell("job", {
      v: 1,
      job,
      attempt: 1,
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
  return { identity, said, tell, send }
})

describe("npm run agent", () => {
  it.live(
    "[RUN-3] spends its claim once, keeps who it is to itself, and prints in the network",
    () =>
      Effect.gen(function* () {
        const { identity, said, send, tell } = yield* kitchen
        const desk = yield* claimDesk(() => ({ status: 200, body: identity }))
        const paper = yield* startNetworkPrinter()
        const data = yield* scratchFolder
        const args = ["--hub", desk.url, "--printer", `tcp://127.0.0.1:${paper.port}`]
        const env = { HEARD_CLAIM: "BCDF-GHJK", HEARD_DATA: data }
        const first = yield* run(args, env)
        yield* eventually("its birth", () => said("state").at(-1)?.["s"] === "ready", 15_000)
        expect(desk.asked).toEqual(['/api/devices/claim {"claim":"BCDF-GHJK"}'])
        const kept = join(data, "printer", "device.json")
        expect(statSync(kept).mode & 0o777).toBe(0o600)
        expect(said("status").at(-1)).toMatchObject({ online: true, paper: "ok" })

        yield* send("j1")
        yield* eventually("printed", () => said("result").length === 1)
        expect(said("result")[0]).toMatchObject({ job: "j1", state: "printed", fence: "gs(h" })
        expect(paper.papers()).toMatchObject([{ complete: true }])

        yield* tell("cmd", {
          id: "c1",
          cmd: "rotate-key",
          key: "a-new-secret-of-the-hub-thirty-two-letters",
        })
        yield* eventually("answered", () => said("result").some(({ id }) => id === "c1"))
        expect(JSON.parse(readFileSync(kept, "utf8"))).toMatchObject({
          deviceId: identity.deviceId,
          mqtt: { password: "a-new-secret-of-the-hub-thirty-two-letters" },
        })
        writeFileSync(kept, JSON.stringify(identity))

        // A paper that is coming is waited for.
        yield* paper.apply({ bytesPerSecond: 400 })
        yield* send("j2")
        yield* eventually("it prints", () => paper.papers().length === 2)
        first.child.kill("SIGTERM")
        yield* eventually("it is gone", () => first.code() !== null, 10_000)
        expect(first.code()).toBe(0)
        expect(said("result").at(-1)).toMatchObject({ job: "j2", state: "printed" })
        expect(said("state").at(-1)).toMatchObject({ s: "disconnected", boot: 1 })

        // Killed within a paper it owns up to it at its next start, without a claim.
        yield* paper.apply({ bytesPerSecond: 200 })
        const second = yield* run(args, { HEARD_DATA: data })
        yield* eventually("its second birth", () => said("state").at(-1)?.["boot"] === 2, 15_000)
        yield* send("j3")
        yield* eventually("it prints", () => paper.papers().length === 3)
        second.child.kill("SIGKILL")
        yield* run(args, { HEARD_DATA: data })
        yield* eventually("it owns up", () => said("result").at(-1)?.["job"] === "j3", 15_000)
        expect(said("result").at(-1)).toMatchObject({ state: "unknown", cause: "power_cut" })
        expect(desk.asked.length).toBe(1)
      }).pipe(Effect.provide(embedded())),
  )

  it.live("[RUN-4] stops with one line that says what is wrong", () =>
    Effect.gen(function* () {
      const folder = yield* scratchFolder
      const file = join(folder, "agent.toml")
      const desk = yield* claimDesk(() => ({
        status: 404,
        body: { detail: "There is no such claim", code: "CLAIM_UNKNOWN", meta: {} },
      }))
      writeFileSync(
        file,
        `hub = "${desk.url}"\ndata = "${folder}"\n[[printers]]\nname = "bar"\nclaim = "12345678"\ntcp = "127.0.0.1:9"`,
      )
      const runs = yield* Effect.all(
        [
          run(["--config", file]),
          run(["--config", join(folder, "none.toml")]),
          run(["--colour", "red"]),
        ],
        { concurrency: 3 },
      )
      yield* eventually("all stopped", () => runs.every(({ code }) => code() !== null), 20_000)
      expect(runs.map(({ code }) => code())).toEqual([64, 64, 64])
      const [claim, missing, unknown] = runs.map(({ said }) => said())
      expect(claim).toBe('printer "bar": There is no such claim (CLAIM_UNKNOWN)\n')
      expect(missing).toMatch(/^--config .*none\.toml: ENOENT.*\n$/)
      expect(unknown).toMatch(/^Unknown option '--colour'.*\n$/)
    }),
  )
})
