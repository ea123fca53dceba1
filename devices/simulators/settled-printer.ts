import { join } from "node:path"
import { Effect, Schema } from "effect"
import { AllowedColumns, PrinterProfiles } from "#core/hub/printer-profile.ts"
import type { Columns } from "#core/kitchen/menu.ts"
import { pressOf } from "#devices/encoders/press.ts"
import { lasting } from "./lasting-roll.ts"
import { startNetworkBox } from "./network-printer-box.ts"
import { behind, startNetwork } from "./own-network.ts"
import { startPullBox } from "./pull-printer-box.ts"
import type { ShownPrinter } from "./shown-printer.ts"
import { startBox } from "./virtual-printer-box.ts"

const common = { deviceId: Schema.String, name: Schema.String, columns: AllowedColumns }

/** A printer of the settings, by the way in which it gets its papers. */
export const SettledPrinter = Schema.Union([
  Schema.Struct({
    driver: Schema.Literal("agent"),
    tenantId: Schema.String,
    secret: Schema.String,
    ...common,
  }),
  Schema.Struct({
    driver: Schema.Literal("network"),
    profile: Schema.String,
    /** Where the hub dials it. */
    port: Schema.Int,
    ...common,
  }),
  Schema.Struct({
    driver: Schema.Literals(["cloudprnt", "epson"]),
    profile: Schema.String,
    /** Where it asks the hub, secret included: what a person types into the printer's own page. */
    url: Schema.String,
    hardwareId: Schema.String,
    ...common,
  }),
])
export type SettledPrinter = typeof SettledPrinter.Type

/** Puts it up, each behind a network of its own, until the scope closes. */
export const startOne = Effect.fnUntraced(function* (
  printer: SettledPrinter,
  place: { readonly mqttUrl: string; readonly dataDir: string },
) {
  const profiles = yield* PrinterProfiles
  const pressFor = (profile: string) => pressOf(profiles.of(profile), printer.columns as Columns)
  const shown = yield* Effect.gen(function* () {
    if (printer.driver === "agent") {
      const { driver: _, name, ...agent } = printer
      const { network, url } = yield* networkTo(place.mqttUrl)
      const directory = join(place.dataDir, agent.tenantId, agent.deviceId)
      return behind(network, yield* startBox(name, { ...agent, url, directory }))
    }
    const press = pressFor(printer.profile)
    if (printer.driver === "network") {
      const { box, port } = yield* startNetworkBox({ ...printer, press })
      const target = { host: "127.0.0.1", port }
      return behind(yield* startNetwork({ target, port: printer.port }), box)
    }
    const { network, url } = yield* networkTo(printer.url)
    return behind(network, yield* startPullBox({ ...printer, press, url }))
  })
  yield* shown.apply({ bytesPerSecond: fullSpeed(shown) })
  return yield* lasting(join(place.dataDir, "rolls", `${printer.deviceId}.ndjson`), shown)
})

/** The same address, reached through a network that can be out. */
const networkTo = Effect.fnUntraced(function* (address: string) {
  const url = new URL(address)
  const network = yield* startNetwork({
    target: { host: url.hostname, port: Number(url.port) || 80 },
  })
  url.hostname = "127.0.0.1"
  url.port = String(network.port)
  return { network, url: url.href }
})

/** Bytes per second; XML says the same in four times as many. */
const fullSpeed = ({ driver }: ShownPrinter): number => (driver === "epson" ? 16_000 : 4_000)
