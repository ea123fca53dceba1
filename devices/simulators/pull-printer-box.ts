import { Effect, Fiber, Semaphore } from "effect"
import type { Columns } from "#core/kitchen/menu.ts"
import { dotsAcross, type Press } from "#devices/encoders/press.ts"
import { cloudPrntPrinter } from "./cloudprnt-printer.ts"
import { epsonPrinter } from "./epson-printer.ts"
import { readSoFar } from "./read-paper.ts"
import type { ShownPrinter } from "./shown-printer.ts"
import { makeVirtualPrinter } from "./virtual-printer.ts"

export interface PullBoxOptions {
  readonly driver: "cloudprnt" | "epson"
  readonly deviceId: string
  readonly name: string
  readonly columns: Columns
  /** Its model, with the columns that it prints. */
  readonly press: Press
  /** Where it asks, secret included. */
  readonly url: string
  /** MAC of a Star, serial number of an Epson. */
  readonly hardwareId: string
}

/** As they are shipped, and as calm as README.md tells people to set them, in milliseconds. */
const pollMs = 5_000
/** How long an Epson tries to print, in milliseconds. */
const timeoutMs = 10_000

/** A printer that fetches its papers, on one plug: a power cut leaves it nothing but paper. Runs until the scope closes. */
export const startPullBox = Effect.fnUntraced(function* (options: PullBoxOptions) {
  const { driver, deviceId, name, columns, press, url, hardwareId } = options
  const machine = makeVirtualPrinter()
  const plug = yield* Semaphore.make(1)
  const room = yield* Effect.scope
  let running: Fiber.Fiber<never> | undefined
  let connected = false
  let boot = 0

  const onAnswer = (status: number | undefined) => {
    connected = status === 200
  }
  const work =
    driver === "epson"
      ? epsonPrinter({
          ...{ url, serial: hardwareId, pollMs, timeoutMs, machine, onAnswer },
          tellsStatus: true,
        })
      : cloudPrntPrinter({
          ...{ url, mac: hardwareId, pollMs, machine, onAnswer },
          // Its claim ticket comes before anybody knows its model, so as plain text.
          accepts: [press.profile.language === "starline" ? starLine : starPrnt, "text/plain"],
        })

  const switchOn = Effect.gen(function* () {
    if (running !== undefined) return
    boot += 1
    running = yield* Effect.forkIn(work, room)
    machine.apply({})
  })
  const pullPlug = Effect.gen(function* () {
    const was = running
    if (was === undefined) return
    running = undefined
    yield* Fiber.interrupt(was)
    connected = false
    machine.apply({})
  })

  yield* switchOn
  return {
    ...{ id: deviceId, name, columns, driver, machine },
    across: dotsAcross(press),
    read: (bytes) => readSoFar(bytes, press),
    state: () => ({
      power: running === undefined ? "cut" : "on",
      boot,
      connected,
      // Nobody stands between it and the hub.
      hubOnline: true,
    }),
    apply: ({ power, network: _, ...faults }) =>
      Effect.gen(function* () {
        machine.apply(faults)
        if (power === "cut") yield* pullPlug
        if (power === "on") yield* switchOn
      }).pipe(plug.withPermit, Effect.uninterruptible),
  } satisfies ShownPrinter
})

const starPrnt = "application/vnd.star.starprnt"
const starLine = "application/vnd.star.line"
