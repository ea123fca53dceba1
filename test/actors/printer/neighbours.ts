import { Effect, Ref } from "effect"
import { TestClock } from "effect/testing"
import { Gate } from "#core/hub/gate.ts"
import type { PrinterReport } from "#core/hub/printing.ts"
import type { PrinterId, StationKey } from "#core/kitchen/ids.ts"
import type { Printer } from "#core/kitchen/menu.ts"
import {
  acme,
  Bench,
  cid,
  grillPrinter,
  placing,
  settle,
  setup,
  uuid,
} from "#test/support/memory-kitchen.ts"

export const neighbour: Printer = {
  ...grillPrinter,
  id: uuid(710) as PrinterId,
  name: "Kitchen",
  deviceId: uuid(711),
  stations: ["fry" as StationKey],
  backups: [grillPrinter.id],
}
export const grill: Printer = { ...grillPrinter, backups: [neighbour.id] }

let reports = 0
/** What the device of a printer says, whoever heard it before. */
export const says = (printer: Printer, report: PrinterReport) =>
  Gate.use((gate) =>
    gate.run(acme, {
      cid: cid(700_000 + ++reports),
      op: "printerReport",
      args: { deviceId: printer.deviceId, report },
    }),
  )
export const paper = (state: "ok" | "out") =>
  ({ report: "status", online: true, paper: state, cover: false }) as const

/** The grill's printer and its neighbour, both there. */
export const neighboursThere = (more: Partial<Printer> = {}) =>
  Effect.gen(function* () {
    const bench = yield* Bench
    bench.changeSetup(acme, { ...setup, printers: [{ ...grill, ...more }, neighbour] })
    yield* says(grill, { report: "state", state: "ready", boot: 1 })
    yield* says(neighbour, { report: "state", state: "ready", boot: 1 })
    yield* settle
  })

export const orders = (n: number) =>
  Effect.andThen(
    Gate.use((gate) => gate.run(acme, placing(n))),
    settle,
  )

/** Time passes, and everybody does what is due. */
export const waitFor = (seconds: number) =>
  Effect.andThen(TestClock.adjust(`${seconds} seconds`), settle)

/** What went to the printers: the order's number and the banners, in order. */
export const handedOver = Effect.flatMap(Bench, ({ sent }) =>
  Effect.map(Ref.get(sent), (attempts) =>
    attempts.map(({ order, chit }) => [order, ...chit.banners.map(({ kind }) => kind)].join(" ")),
  ),
)
