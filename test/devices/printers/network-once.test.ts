import { Deferred, Effect, Exit, Scope } from "effect"
import { PrinterWire } from "#core/hub/printing.ts"
import type { NetworkWireOptions } from "#devices/printers/network/network-wire.ts"
import { startNetworkPrinter } from "#devices/simulators/network-printer.ts"
import { printsEffectivelyOnce } from "#test/contract/effectively-once.contract.ts"
import { margaux } from "#test/devices/mqtt/broker-rig.ts"
import { scratchFolder } from "#test/devices/simulators/scratch-folder.ts"
import { networkHub, networkPrinterFor, setupsDouble, wordsFrom } from "./network-rig.ts"

const models = [
  ["ESC/POS", "escpos", "generic-escpos"],
  ["StarPRNT", "starprnt", "star-mc-print3"],
  ["Star Line", "starline", "star-tsp654"],
] as const

for (const [name, language, profile] of models)
  printsEffectivelyOnce(
    `over raw TCP, driven by the hub itself, in ${name}`,
    ({ gate, moment, strikes }) =>
      Effect.gen(function* () {
        const paper = yield* startNetworkPrinter(1000, language)
        const printer = networkPrinterFor(paper.port, { profile })
        const directory = yield* scratchFolder
        const room = yield* Effect.scope
        const setups = setupsDouble()
        setups.change(margaux, [printer])

        const start = Effect.gen(function* () {
          const scope = yield* Scope.fork(room)
          const options: NetworkWireOptions = {
            directory,
            moment: (name) =>
              Effect.gen(function* () {
                // Now and then it is the printer that loses its power, within the ticket.
                if (name === "sending" && strikes("printer")) {
                  yield* paper.apply({ powerCutAfterBytes: 20 })
                  yield* Effect.forkIn(powerBack, room)
                }
                yield* moment(name)
              }),
          }
          const { wire } = yield* networkHub(gate, options, setups).pipe(Scope.provide(scope))
          return { scope, wire, killed: yield* Deferred.make<void>() }
        })
        const powerBack = Effect.gen(function* () {
          while (paper.status().power === "on") yield* Effect.sleep(5)
          yield* paper.apply({ power: "on" })
        })

        let running = yield* start
        return {
          printer,
          wire: PrinterWire.of({
            send: (...job) =>
              Effect.raceFirst(running.wire.send(...job), Deferred.await(running.killed)),
            receipt: (...job) => running.wire.receipt(...job),
            cancel: (...job) => running.wire.cancel(...job),
          }),
          papers: () => wordsFrom(paper, profile),
          crash: Effect.gen(function* () {
            yield* Deferred.succeed(running.killed, undefined)
            yield* Scope.close(running.scope, Exit.void)
            running = yield* start
          }),
        }
      }),
  )
