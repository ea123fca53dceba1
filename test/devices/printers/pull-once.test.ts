import { Effect, Fiber } from "effect"
import { cloudPrntMqttPrinter } from "#devices/simulators/cloudprnt-mqtt-printer.ts"
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
  driver: "cloudprnt" | "cloudprntMqtt" | "epson",
  profile: string,
  simulate: (url: string, faults: PullFaults, machine: VirtualPrinter) => Effect.Effect<never>,
) =>
  Effect.gen(function* () {
    const places = addresses()
    const kind = driver === "epson" ? "epson" : "cloudprnt"
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
    const printer = pullPrinter(device, { driver, profile })
    hub.printers.set(device.deviceId, printer)
    let running = yield* switchOn
    yield* eventually("the printer is there", () => hub.desk.standing(device).presence === "ready")
    const press = pressNamed(profile)
    return {
      printer,
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

printsEffectivelyOnce("Star CloudPRNT over MQTT, by a printer without a memory", (rig) =>
  atTheHub(rig, "cloudprntMqtt", "star-mc-print3", (url, { moment, losesAnswer }, machine) =>
    cloudPrntMqttPrinter({
      ...(moment === undefined ? {} : { moment }),
      ...(losesAnswer === undefined ? {} : { losesAnswer }),
      ...{ settingUrl: `${url}-setting.json`, mac, machine, remembers: false },
    }),
  ),
)
