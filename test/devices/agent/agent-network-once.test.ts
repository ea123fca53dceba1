import { Context, Effect, Exit, Fiber, Layer, Scope } from "effect"
import { PrinterWire } from "#core/hub/printing.ts"
import { Tokens } from "#core/security/tokens.ts"
import { startAgent } from "#devices/agent/mqtt-agent.ts"
import { BrokerAddress } from "#devices/mqtt/broker-address.ts"
import { startNetworkPrinter } from "#devices/simulators/network-printer.ts"
import { printsEffectivelyOnce } from "#test/contract/effectively-once.contract.ts"
import { embedded, eventually, margaux } from "#test/devices/mqtt/broker-rig.ts"
import { hubSide, printerFor } from "#test/devices/mqtt/hub-double.ts"
import { dialPrinter, wordsFrom } from "#test/devices/printers/network-rig.ts"
import { scratchFolder } from "#test/devices/simulators/scratch-folder.ts"

printsEffectivelyOnce("over MQTT, by an agent that dials the printer", (rig) =>
  Effect.gen(function* () {
    const services = yield* Layer.build(hubSide(rig.gate).pipe(Layer.provideMerge(embedded())))
    const deviceId = `grill-${crypto.randomUUID()}`
    const directory = yield* scratchFolder
    const paper = yield* startNetworkPrinter(1000)
    const room = yield* Effect.scope

    const start = Effect.gen(function* () {
      const scope = yield* Scope.fork(room)
      return yield* Effect.gen(function* () {
        const { machine } = yield* dialPrinter(paper.port, { directory })
        const agent = yield* startAgent(
          {
            url: Context.get(services, BrokerAddress).url,
            tenantId: margaux,
            deviceId,
            secret: Context.get(services, Tokens).deviceSecret(margaux, deviceId),
            directory,
            columns: 48,
            repeatMs: 200,
            moment: (name) =>
              Effect.gen(function* () {
                // Now and then it is the printer that loses its power, within the ticket.
                if (name === "sending" && rig.strikes("printer")) {
                  yield* paper.apply({ powerCutAfterBytes: 20 })
                  yield* Effect.forkIn(powerBack, room)
                }
                yield* rig.moment(name)
              }),
          },
          machine,
        )
        const worker = yield* Effect.forkIn(agent.run, scope)
        return { agent, worker, scope }
      }).pipe(Scope.provide(scope))
    })
    const powerBack = Effect.gen(function* () {
      while (paper.status().power === "on") yield* Effect.sleep(5)
      yield* paper.apply({ power: "on" })
    })

    let running = yield* start
    yield* eventually("the agent is there", () => running.agent.link().connected)
    return {
      printer: printerFor(deviceId),
      wire: Context.get(services, PrinterWire),
      papers: () => wordsFrom(paper),
      crash: Effect.gen(function* () {
        yield* running.agent.cut
        yield* Fiber.interrupt(running.worker)
        yield* Scope.close(running.scope, Exit.void)
        running = yield* Effect.orDie(start)
      }),
    }
  }),
)
