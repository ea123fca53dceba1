import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { unlimitedRequests } from "#core/limits/request-limits.ts"
import { askedHub } from "./asked-hub.ts"
import { mac } from "./pull-rig.ts"

const troublesOf = ({ hub, device }: Effect.Success<ReturnType<typeof askedHub>>) =>
  hub.troubles.of(device.tenantId, device.deviceId).map(({ code }) => code)

describe("the secret address of a printer", () => {
  it.live("[ADDRESS-1] is nobody's unless it is known, and turns away whom it must not serve", () =>
    Effect.gen(function* () {
      const hub = yield* askedHub("cloudprnt")
      const at = (secret: string, kind = "cloudprnt") =>
        hub.ask(`${hub.hub.url}/p/${secret}/${kind}`, {
          method: "POST",
          body: JSON.stringify({ printerMAC: mac, statusCode: "200" }),
        })
      const put = (change: object) =>
        hub.places.bySecret.set(hub.secret, { ...hub.device, ...change })
      expect((yield* at(hub.secret)).status).toBe(200)
      expect((yield* at("x".repeat(43))).status).toBe(404)
      expect((yield* at("short")).status).toBe(404)
      expect((yield* at(hub.secret, "epson")).status).toBe(404)
      put({ status: "suspended" })
      expect((yield* at(hub.secret)).status).toBe(403)
      put({ status: "revoked" })
      expect((yield* at(hub.secret)).status).toBe(404)
    }),
  )

  it.live("[ADDRESS-2] serves the machine that it was claimed with, and tells of any other", () =>
    Effect.gen(function* () {
      const hub = yield* askedHub("cloudprnt")
      expect((yield* hub.poll("200", { printerMAC: mac.toUpperCase() })).status).toBe(200)
      expect((yield* hub.poll("200", { printerMAC: "00:11:62:ff:ff:ff" })).status).toBe(403)
      expect((yield* hub.ask(`${hub.path}?token=x&code=200`, { method: "DELETE" })).status).toBe(
        403,
      )
      expect(troublesOf(hub)).toEqual(["ADDRESS_FOREIGN"])
      expect(hub.reportsOf("result")).toEqual([])
    }),
  )

  it.live(
    "[ADDRESS-3] survives garbage, too much of it and foreign verbs, and says so in no words of the API",
    () =>
      Effect.gen(function* () {
        const star = yield* askedHub("cloudprnt")
        const epson = yield* askedHub("epson")
        const garbage = Uint8Array.from({ length: 500 }, (_, n) => (n * 37) % 256)
        for (const hub of [star, epson]) {
          const unreadable = ["{", "[]", '{"printerMAC":7}', "ConnectionType=Boo", ""]
          const status = ["ConnectionType=SetStatus", "ConnectionType=SetStatus&Status=%3C%3C"]
          for (const body of [garbage, ...unreadable, ...status]) {
            const said = yield* hub.ask(hub.path, { method: "POST", body })
            expect([said.status, said.text]).toEqual([400, ""])
          }
          const huge = yield* hub.ask(hub.path, { method: "POST", body: "x".repeat(70_000) })
          expect([huge.status, huge.text]).toEqual([413, ""])
          expect((yield* hub.ask(hub.path, { method: "PUT" })).status).toBe(404)
          expect(troublesOf(hub)).toEqual(["MESSAGES_UNREADABLE", "PACKET_TOO_LARGE"])
        }
        expect((yield* star.get({ token: "x" }, "DELETE")).status).toBe(400)
        expect((yield* star.poll()).status).toBe(200)
      }),
  )

  it.live("[ADDRESS-5] has a rate of its own, and who guesses at addresses that of strangers", () =>
    Effect.gen(function* () {
      const limits = {
        ...unlimitedRequests,
        device: { perMinute: 1, burst: 3 },
        user: { perMinute: 1, burst: 4 },
      }
      const hub = yield* askedHub("cloudprnt", { limits })
      const other = hub.places.add("cloudprnt")
      const at = (secret: string) =>
        Effect.map(
          hub.ask(`${hub.hub.url}/p/${secret}/cloudprnt`, {
            method: "POST",
            body: JSON.stringify({ printerMAC: mac, statusCode: "200" }),
          }),
          ({ status, headers, text }) => [status, headers.get("retry-after"), text.slice(0, 0)],
        )
      for (let n = 0; n < 3; n += 1) expect(yield* at(hub.secret)).toEqual([200, null, ""])
      expect(yield* at(hub.secret)).toEqual([429, "5", ""])
      expect(troublesOf(hub)).toEqual(["FLOODED"])
      expect(yield* at(other.secret)).toEqual([200, null, ""])
      for (const guess of ["x".repeat(43), "y".repeat(43), "short", "z".repeat(43)])
        expect(yield* at(guess)).toEqual([404, null, ""])
      expect(yield* at("w".repeat(43))).toEqual([429, "5", ""])
      expect(yield* at("shorter")).toEqual([429, "5", ""])
      expect(yield* at(other.secret)).toEqual([200, null, ""])
    }),
  )

  it.live("[ADDRESS-4] stands in no answer, metric or request id", () =>
    Effect.gen(function* () {
      const hub = yield* askedHub("cloudprnt")
      const answers = [
        yield* hub.poll(),
        yield* hub.get({ token: "x" }),
        yield* hub.get({ code: "200" }, "DELETE"),
      ]
      for (const { text, headers } of answers)
        expect(`${text}${JSON.stringify([...headers])}`).not.toContain(hub.secret)
      const metrics = yield* hub.ask(`${hub.hub.url}/metrics`)
      expect(metrics.text).toContain('route="/p/:secret/cloudprnt"')
      expect(metrics.text).not.toContain(hub.secret)
    }),
  )
})

describe("a printer that nobody claimed", () => {
  it.live("[CLAIM-1] prints the code by which it is claimed, once, and nothing else", () =>
    Effect.gen(function* () {
      const device = { status: "pending", hardwareId: undefined } as const
      const star = yield* askedHub("cloudprnt", { device })
      yield* star.send()
      const offer = yield* star.poll()
      expect(offer.json).toMatchObject({ jobReady: true, mediaTypes: ["image/png", "text/plain"] })
      const token = String(offer.json["jobToken"])
      const ticket = yield* star.get({ token, type: "text/plain" })
      expect(ticket.text).toContain("BCDF-GHJK")
      expect(ticket.text).toContain(mac)
      expect(ticket.text).not.toContain("Burger")
      expect((yield* star.get({ token: "another" })).status).toBe(404)
      yield* star.get({ token, code: "200" }, "DELETE")
      expect((yield* star.poll()).json).toEqual({ jobReady: false })

      const epson = yield* askedHub("epson", { device })
      const asked = yield* epson.post({ ConnectionType: "GetRequest" })
      expect(asked.text).toContain("BCDF-GHJK")
      expect(asked.text).toContain("/pair#code=BCDF-GHJK")
      yield* epson.post({
        ConnectionType: "SetResponse",
        ResponseFile:
          "<PrintResponseInfo><printjobid>A</printjobid><response success='true'/></PrintResponseInfo>",
      })
      expect((yield* epson.post({ ConnectionType: "GetRequest" })).text).toBe("")
    }),
  )
})
