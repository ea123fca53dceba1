import { createServer } from "node:net"
import { describe, expect, it } from "@effect/vitest"
import { Aedes } from "aedes"
import { Effect, Exit, Layer, Scope } from "effect"
import { PrinterWire } from "#core/hub/printing.ts"
import { systemScope } from "#core/hub/scope.ts"
import type { JobId, TenantId } from "#core/kitchen/ids.ts"
import { outsideBrokerLayer } from "#devices/mqtt/broker-address.ts"
import { startBox } from "#devices/simulators/virtual-printer-box.ts"
import { scratchFolder } from "#test/devices/simulators/scratch-folder.ts"
import { eventually, margaux } from "./broker-rig.ts"
import { attemptOf, hubSide, printerFor, recordingGate, settle, untilLinked } from "./hub-double.ts"

/** A broker outside of the hub that lets everybody in; the sockets go down with it. */
const openBroker = (port: number) =>
  Effect.gen(function* () {
    const broker = yield* Effect.promise(() => Aedes.createBroker())
    const server = createServer((socket) => void broker.handle(socket))
    yield* Effect.acquireRelease(
      Effect.callback<void>((resume) => {
        server.listen(port, "127.0.0.1", () => resume(Effect.void))
      }),
      () =>
        Effect.callback<void>((resume) => {
          server.close()
          broker.close(() => resume(Effect.void))
        }),
    )
    const address = server.address()
    return typeof address === "object" && address !== null ? address.port : port
  })

describe("a broker that goes down and comes back", () => {
  it.live(
    "[WIRE-1] hub and printer find each other again; meanwhile the wire says that it is down",
    () =>
      Effect.gen(function* () {
        const first = yield* Scope.make()
        const port = yield* Scope.provide(openBroker(0), first)
        const url = `mqtt://127.0.0.1:${port}`
        const gate = recordingGate()
        yield* Effect.gen(function* () {
          const wire = yield* PrinterWire
          const printer = printerFor("grill")
          const box = yield* startBox("Grill", {
            url,
            tenantId: margaux,
            deviceId: "grill",
            secret: "",
            directory: yield* scratchFolder,
            columns: 48,
          })
          const bothThere = eventually("both there", () => box.state().connected, 15_000)
          const job = () => crypto.randomUUID() as JobId
          yield* bothThere
          yield* settle(margaux, printer, gate.fresh, job())

          yield* Scope.close(first, Exit.void)
          yield* eventually("the printer notices", () => !box.state().connected)
          yield* untilLinked(false)
          const scope = systemScope(margaux as TenantId)
          const failure = yield* Effect.flip(wire.send(scope, printer, attemptOf(job(), 1)))
          expect(failure).toMatchObject({ _tag: "WireDown" })
          expect(failure.unsure).toBeUndefined()

          yield* openBroker(port)
          yield* bothThere
          yield* settle(margaux, printer, gate.fresh, job())
          expect(box.machine.papers().length).toBe(2)
          expect(box.state().boot).toBe(1)
        }).pipe(Effect.provide(hubSide(gate.layer).pipe(Layer.provide(outsideBrokerLayer(url)))))
      }),
  )

  it.live("[WIRE-2] a broker that takes a job and never says so leaves the outcome unsure", () =>
    Effect.gen(function* () {
      const broker = yield* Effect.promise(() => Aedes.createBroker())
      const server = createServer((socket) => {
        const client = broker.handle(socket)
        // Deaf to jobs: neither taken nor refused.
        broker.authorizePublish = (_, packet, answer) => {
          if (!packet.topic.endsWith("down/job")) answer(null)
          else setTimeout(() => client.conn.destroy(), 50)
        }
      })
      yield* Effect.acquireRelease(
        Effect.callback<void>((resume) => {
          server.listen(0, "127.0.0.1", () => resume(Effect.void))
        }),
        () =>
          Effect.callback<void>((resume) => {
            server.close()
            broker.close(() => resume(Effect.void))
          }),
      )
      const address = server.address()
      const port = typeof address === "object" && address !== null ? address.port : 0
      const url = `mqtt://127.0.0.1:${port}`
      const gate = recordingGate()
      yield* Effect.gen(function* () {
        const wire = yield* PrinterWire
        yield* untilLinked(true)
        const attempt = attemptOf(crypto.randomUUID() as JobId, 1)
        const scope = systemScope(margaux as TenantId)
        const failure = yield* Effect.flip(wire.send(scope, printerFor("grill"), attempt))
        expect(failure).toMatchObject({ _tag: "WireDown", unsure: true })
        const unfit = yield* Effect.flip(wire.send(scope, printerFor("gr/ill"), attempt))
        expect(unfit.reason).toContain("cannot stand in a topic")
      }).pipe(Effect.provide(hubSide(gate.layer).pipe(Layer.provide(outsideBrokerLayer(url)))))
    }),
  )
})
