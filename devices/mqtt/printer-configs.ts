import { createHash } from "node:crypto"
import { Context, Effect, FiberSet, Layer } from "effect"
import { Setups } from "#core/hub/setup.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { Printer } from "#core/kitchen/menu.ts"
import { RecentMap } from "#core/security/recent-map.ts"
import type { ConfigMessage } from "./device-message.ts"
import { MqttLink } from "./mqtt-link.ts"
import { deviceAddress, downTopic, userNameOf } from "./topic.ts"

/** What each printer's program keeps on `down/config`: how the restaurant wants its printer. */
export class PrinterConfigs extends Context.Service<
  PrinterConfigs,
  {
    /** As these settings say, unless it was told just that before. */
    readonly tell: (tenantId: TenantId, printer: Printer) => Effect.Effect<void>
    /** The device is there: it finds the settings of today, before any job. While they cannot be read it keeps the old ones. */
    readonly born: (tenantId: TenantId, deviceId: string) => Effect.Effect<void>
  }
>()("heard/PrinterConfigs") {}

/** Tells a printer that is set up anew at once, whether it has anything to print or not. */
export const printerConfigsLayer: Layer.Layer<PrinterConfigs, never, MqttLink | Setups> =
  Layer.effect(
    PrinterConfigs,
    Effect.gen(function* () {
      const link = yield* MqttLink
      const setups = yield* Setups
      const fork = yield* FiberSet.makeRuntime()
      /** By user name: the version that the device was told last. The one told longest ago is told again. */
      const told = new RecentMap<string, string>(10_000)

      const tell = (tenantId: TenantId, printer: Printer) =>
        Effect.suspend(() => {
          const address = deviceAddress(tenantId, printer.deviceId)
          if (address === undefined) return Effect.void
          const config = configOf(printer)
          if (told.get(userNameOf(address)) === config.ver) return Effect.void
          told.set(userNameOf(address), config.ver)
          return link.keep(downTopic(address, "config"), JSON.stringify(config))
        })

      yield* Effect.acquireRelease(
        Effect.sync(() =>
          setups.onChange((tenantId, { printers }) => {
            for (const printer of printers.filter(hasProgram)) fork(tell(tenantId, printer))
          }),
        ),
        (stop) => Effect.sync(stop),
      )
      return {
        tell,
        born: (tenantId, deviceId) =>
          setups.get(tenantId).pipe(
            Effect.flatMap(({ printers }) =>
              Effect.forEach(
                printers.filter((one) => hasProgram(one) && one.deviceId === deviceId),
                (printer) => tell(tenantId, printer),
                { discard: true },
              ),
            ),
            Effect.ignore,
          ),
      }
    }),
  )

const hasProgram = ({ driver = "agent" }: Printer): boolean => driver === "agent"

const configOf = ({ name, columns, language }: Printer): ConfigMessage => {
  const wanted = { name, columns, language }
  const ver = createHash("sha256").update(JSON.stringify(wanted)).digest("hex").slice(0, 12)
  return { ver, ...wanted }
}
