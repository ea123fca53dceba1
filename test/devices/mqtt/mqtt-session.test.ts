import { createServer } from "node:net"
import { describe, expect, it } from "@effect/vitest"
import { Aedes } from "aedes"
import { Deferred, Effect, Exit, Scope } from "effect"
import { BrokerAddress } from "#devices/mqtt/broker-address.ts"
import { type Inbound, keepSession, openSession } from "#devices/mqtt/mqtt-session.ts"
import type { Dialect } from "#devices/mqtt/mqtt-settings.ts"
import { deviceOptions, embedded, eventually, margaux } from "./broker-rig.ts"

/** A broker that lets everybody in and lists the packet ids that were acknowledged to it. */
const openBroker = Effect.gen(function* () {
  const broker = yield* Effect.acquireRelease(
    Effect.promise(() => Aedes.createBroker()),
    (open) => Effect.callback<void>((resume) => open.close(() => resume(Effect.void))),
  )
  const acknowledged: Array<number | undefined> = []
  broker.on("client", (client) => {
    client.on("error", () => undefined)
  })
  const server = createServer((socket) => {
    const client = broker.handle(socket)
    Reflect.get(client, "_parser").on("packet", (packet: { cmd: string; messageId?: number }) => {
      if (packet.cmd === "puback") acknowledged.push(packet.messageId)
    })
  })
  yield* Effect.acquireRelease(
    Effect.callback<void>((resume) => {
      server.listen(0, "127.0.0.1", () => resume(Effect.void))
    }),
    () => Effect.sync(() => void server.close()),
  )
  const address = server.address()
  const port = typeof address === "object" && address !== null ? address.port : 0
  return { url: `mqtt://127.0.0.1:${port}`, broker, acknowledged }
})

describe("a session with the broker", () => {
  it.live(
    "[SESSION-1] acknowledges a message when it is dealt with, and hands on others meanwhile",
    () =>
      Effect.gen(function* () {
        const { url, acknowledged } = yield* openBroker
        const got: Array<Inbound> = []
        const session = yield* openSession({
          url,
          clientId: "one",
          onMessage: (message) => void got.push(message),
        })
        yield* session.subscribe("jobs")
        for (const job of ["a", "b", "c"]) yield* session.publish("jobs", job)
        yield* eventually("all three", () => got.length === 3)
        yield* session.publish("elsewhere", "fence")
        expect(acknowledged).toEqual([])
        got[1]?.acknowledge()
        got[1]?.acknowledge()
        yield* eventually("the second", () => acknowledged.length === 1)
        got[0]?.acknowledge()
        got[2]?.acknowledge()
        yield* eventually("the others", () => acknowledged.length === 3)
        expect(new Set(acknowledged).size).toBe(3)
      }),
  )

  it.live("[SESSION-2] holds the next message back while the taker asks for time", () =>
    Effect.gen(function* () {
      const { url } = yield* openBroker
      const got: Array<string> = []
      const ready: Array<() => void> = []
      const session = yield* openSession({
        url,
        clientId: "one",
        onMessage: ({ payload }) => {
          got.push(Buffer.from(payload).toString())
          return new Promise<void>((resolve) => ready.push(resolve))
        },
      })
      yield* session.subscribe("jobs")
      const other = yield* openSession({ url, clientId: "other" })
      for (const job of ["a", "b"]) yield* other.publish("jobs", job)
      yield* eventually("the first", () => got.length === 1)
      yield* Effect.sleep(30)
      expect(got).toEqual(["a"])
      ready[0]?.()
      yield* eventually("the second", () => got.length === 2)
      ready[1]?.()
    }),
  )

  it.live("[SESSION-3] never says later what it could not say in time", () =>
    Effect.gen(function* () {
      const { url, broker } = yield* openBroker
      const said: Array<string> = []
      broker.on("publish", ({ topic }) => void said.push(topic))
      const session = yield* openSession({ url, clientId: "one" })
      yield* session.cut
      const failure = yield* Effect.flip(session.publish("jobs", "late"))
      expect(failure._tag).toBe("SessionLost")
      const next = yield* openSession({ url, clientId: "one" })
      yield* next.publish("fence", "x")
      expect(said.filter((topic) => topic === "jobs")).toEqual([])
    }),
  )

  it.live("[SESSION-4] a cut leaves the will, a closed scope the farewell", () =>
    Effect.gen(function* () {
      const { url } = yield* openBroker
      const heard: Array<string> = []
      const watcher = yield* openSession({
        url,
        clientId: "watcher",
        onMessage: (message) => {
          heard.push(Buffer.from(message.payload).toString())
          message.acknowledge()
        },
      })
      yield* watcher.subscribe("state")
      const options = {
        url,
        clientId: "one",
        will: () => ({ topic: "state", payload: "lost" }),
        farewell: () => ({ topic: "state", payload: "gone" }),
      }
      const first = yield* Scope.make()
      const session = yield* Scope.provide(openSession(options), first)
      yield* session.cut
      yield* eventually("the will", () => heard.length === 1)
      yield* Scope.close(first, Exit.void)
      yield* Effect.scoped(openSession(options))
      yield* eventually("the farewell", () => heard.length === 2)
      yield* watcher.publish("state", "fence")
      yield* eventually("nothing else", () => heard.length === 3)
      expect(heard).toEqual(["lost", "gone", "fence"])
    }),
  )

  it.live("[SESSION-8] speaks 3.1.1 from the moment that a broker does not speak 5", () =>
    Effect.gen(function* () {
      const { url } = yield* openBroker
      const dialect: Dialect = { version: 5 }
      const there = yield* Deferred.make<void>()
      const start = performance.now()
      yield* Effect.forkScoped(
        keepSession({ url, clientId: "one", dialect }, () => Deferred.succeed(there, undefined)),
      )
      yield* Deferred.await(there)
      expect(dialect.version).toBe(4)
      expect(performance.now() - start).toBeLessThan(240)
    }),
  )

  it.live("[SESSION-5] fails with the broker's words when it is not let in, or may not read", () =>
    Effect.gen(function* () {
      const { url } = yield* BrokerAddress
      const { clientId, username, password } = yield* deviceOptions(margaux, "grill")
      const refused = yield* Effect.flip(
        openSession({ url, clientId, userName: username, password: "guess" }),
      )
      expect(refused.reason).toMatch(/not authorized/i)
      const session = yield* openSession({ url, clientId, userName: username, password })
      const denied = yield* Effect.flip(session.subscribe("heard/#"))
      expect(denied._tag).toBe("SessionLost")
      const nobody = yield* Effect.flip(openSession({ url: "mqtt://127.0.0.1:9", clientId }))
      expect(nobody._tag).toBe("SessionLost")
    }).pipe(Effect.provide(embedded())),
  )
})
