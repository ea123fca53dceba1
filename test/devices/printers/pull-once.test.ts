import { Effect, Fiber } from "effect"
import type { PrinterDriver } from "#core/kitchen/menu.ts"
import { cloudPrntPrinter } from "#devices/simulators/cloudprnt-printer.ts"
import { epsonPrinter } from "#devices/simulators/epson-printer.ts"
import type { PullFaults } from "#devices/simulators/pull-faults.ts"
import { readPaper } from "#devices/simulators/read-paper.ts"
import { makeVirtualPrinter, type VirtualPrinter } from "#devices/simulators/virtual-printer.ts"
import {
  type DrivenPrinter,
  type OnceRig,
  printsEffectivelyOnce,
} from "#test/contract/effectively-once.contract.ts"
import { wordsOn } from "#test/devices/encoders/on-paper.ts"
import { pressNamed } from "#test/devices/encoders/on-press.ts"
import { eventually } from "#test/devices/mqtt/broker-rig.ts"
import { addresses, mac, pullHub, pullPrinter } from "./pull-rig.ts"

/** A printer of that kind at a hub of its own, until the scope closes. */
const atTheHub = (
  rig: OnceRig,
  kind: "cloudprnt" | "epson",
  profile: string,
  simulate: (url: string, faults: PullFaults, machine: VirtualPrinter) => Effect.Effect<never>,
) =>
  Effect.gen(function* () {
    const places = addresses()
    const { secret, device } = places.add(kind)
    const hub = yield* pullHub(rig.gate, places)
    const machine = makeVirtualPrinter(1000)
    const faults: PullFaults = {
      moment: rig.moment,
      losesAnswer: () => rig.strikes("answer lost"),
      repeats: () => rig.strikes("asked twice"),
    }
    const room = yield* Effect.scope
    const switchOn = Effect.forkIn(
      simulate(`${hub.url}/p/${secret}/${kind}`, faults, machine),
      room,
    )
    let running = yield* switchOn
    yield* eventually("the printer is there", () => hub.desk.presenceOf(device) === "ready")
    const press = pressNamed(profile)
    return {
      printer: pullPrinter(device, { driver: kind satisfies PrinterDriver, profile }),
      wire: hub.wire,
      papers: () =>
        machine.papers().map(({ bytes, complete }) => ({
          words: wordsOn(readPaper(bytes, press).items).join("\n"),
          complete,
        })),
      crash: Effect.gen(function* () {
        yield* Fiber.interrupt(running)
        running = yield* switchOn
      }),
    } satisfies DrivenPrinter
  })

printsEffectivelyOnce("Star CloudPRNT over HTTP", (rig) =>
  atTheHub(rig, "cloudprnt", "star-mc-print3", (url, faults, machine) =>
    cloudPrntPrinter({
      ...{ ...faults, url, mac, machine, pollMs: 8 },
      accepts: ["application/vnd.star.starprnt", "image/png"],
    }),
  ),
)

printsEffectivelyOnce("Epson Server Direct Print", (rig) =>
  atTheHub(rig, "epson", "epson-tm-m30-sdp", (url, faults, machine) =>
    epsonPrinter({ ...faults, url, serial: mac, machine, pollMs: 8, timeoutMs: 10_000 }),
  ),
)
