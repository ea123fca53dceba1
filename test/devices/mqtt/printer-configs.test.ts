import { describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { expect } from "vitest"
import { Setups } from "#core/hub/setup.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { KitchenSetup, Printer } from "#core/kitchen/menu.ts"
import { setup } from "#test/support/memory-kitchen.ts"
import { anyBroker, deviceOptions, dial, eventually, listenTo, margaux } from "./broker-rig.ts"
import { hubSide, printerFor, recordingGate } from "./hub-double.ts"

/** A restaurant whose printers the test sets up. */
const restaurant = () => {
  let printers: ReadonlyArray<Printer> = []
  const listeners = new Set<(tenantId: TenantId, picture: KitchenSetup) => void>()
  const picture = () => ({ ...setup, printers })
  return {
    layer: Layer.succeed(Setups, {
      get: () => Effect.sync(picture),
      onChange: (listener) => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    }),
    has: (...next: ReadonlyArray<Printer>) => {
      printers = next
      for (const listener of listeners) listener(margaux as TenantId, picture())
    },
  }
}

const kitchen = restaurant()

const hub = hubSide(recordingGate().layer, kitchen.layer).pipe(Layer.provideMerge(anyBroker))

describe("the settings of a printer", () => {
  it.live("[WIRE-6] are there when its program says that it is ready, and new ones at once", () =>
    Effect.gen(function* () {
      const grill = printerFor("grill-settings")
      kitchen.has({ ...grill, name: "Before it came" })
      const device = yield* dial(yield* deviceOptions(margaux, grill.deviceId))
      const root = `heard/v1/${margaux}/${grill.deviceId}`
      const heard = yield* listenTo(device, `${root}/down/#`)
      const names = () =>
        heard
          .filter((word) => word.startsWith(`${root}/down/config `))
          .map((word) => JSON.parse(word.slice(word.indexOf(" "))).name)
      const ready = JSON.stringify({ s: "ready", boot: "1", ts: new Date().toISOString() })
      yield* Effect.promise(() =>
        device.publishAsync(`${root}/up/state`, ready, { qos: 1, retain: true }),
      )
      yield* eventually("it was told its settings", () => names().includes("Before it came"))
      kitchen.has({ ...grill, name: "Renamed" })
      yield* eventually("it was told the new name", () => names().at(-1) === "Renamed")
      kitchen.has({ ...grill, name: "Renamed" }, { ...printerFor("star"), driver: "cloudprnt" })
      kitchen.has({ ...grill, name: "Last" })
      yield* eventually("it was told the last name", () => names().at(-1) === "Last")
      expect(names()).toEqual(["Before it came", "Renamed", "Last"])
    }).pipe(Effect.scoped, Effect.provide(hub)),
  )
})
