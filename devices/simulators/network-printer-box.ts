import { Effect } from "effect"
import type { Columns } from "#core/kitchen/menu.ts"
import { dotsAcross, type Press } from "#devices/encoders/press.ts"
import { startNetworkPrinter } from "./network-printer.ts"
import { readSoFar } from "./read-paper.ts"
import type { ShownPrinter } from "./shown-printer.ts"

export interface NetworkBoxOptions {
  readonly deviceId: string
  readonly name: string
  readonly columns: Columns
  /** Its model, with the columns that it prints. */
  readonly press: Press
}

/** The hub lets go of the line between two looks, which are a few seconds apart, in milliseconds. */
const betweenLooksMs = 20_000

/** A printer that the hub dials. It has no agent and no journal: both are the hub's. Runs until the scope closes. */
export const startNetworkBox = Effect.fnUntraced(function* (options: NetworkBoxOptions) {
  const { deviceId, name, columns, press } = options
  const printer = yield* startNetworkPrinter()
  let seenAt = Number.NEGATIVE_INFINITY
  let boot = 1
  yield* printer.onChange(() => {
    if (printer.connections().open > 0) seenAt = performance.now()
  })
  const box: ShownPrinter = {
    ...{ id: deviceId, name, columns, driver: "network" },
    machine: printer,
    across: dotsAcross(press),
    read: (bytes) => readSoFar(bytes, press),
    state: () => ({
      power: printer.status().power,
      boot,
      connected: printer.connections().open > 0 || performance.now() - seenAt < betweenLooksMs,
      hubOnline: true,
    }),
    apply: (faults) => {
      if (faults.power === "on" && printer.status().power === "cut") boot += 1
      return printer.apply(faults)
    },
  }
  return { box, port: printer.port }
})
