import { Effect, Layer } from "effect"
import { PrinterWire } from "#core/hub/printing.ts"
import { mqttWire } from "#devices/mqtt/printer-wire.ts"
import { PullDesk } from "./pull/pull-desk.ts"
import { pullDeskLayer } from "./pull/pull-desk-layer.ts"
import { wireByDriver } from "./wire-by-driver.ts"

/** The wires of all drivers, as one; and the desk at which printers fetch their papers. */
export const everyWireLayer = Layer.effect(
  PrinterWire,
  Effect.map(Effect.all([mqttWire, PullDesk]), ([agent, { wire: pulled }]) =>
    wireByDriver({ agent, cloudprnt: pulled, cloudprntMqtt: pulled, epson: pulled }),
  ),
).pipe(Layer.provideMerge(pullDeskLayer()))
