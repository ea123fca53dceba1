import { Effect } from "effect"
import type { Rate } from "#core/limits/token-bucket.ts"
import { cloudPrntRoutes } from "./cloudprnt/cloudprnt-routes.ts"
import { mqttSetting } from "./cloudprnt/mqtt-setting.ts"
import { epsonRoutes } from "./epson/epson-routes.ts"
import { addressDoor } from "./pull/address-door.ts"
import { jobBook } from "./pull/job-book.ts"

/**
 * The addresses of printers that fetch their papers by themselves: `/p/{secret}/…`.
 *
 * @param brokerUrl where our own broker is, for whoever reaches the hub at that origin; undefined: there is none that
 *   knows these printers, and they go on asking over HTTP
 * @param rate how often the machine at one address may come, unless as usual
 */
export const pullRoutes = (brokerUrl: ((origin: string) => string) | undefined, rate?: Rate) =>
  Effect.gen(function* () {
    const door = yield* addressDoor(rate)
    const book = yield* jobBook
    const setting = brokerUrl === undefined ? () => Effect.undefined : yield* mqttSetting(brokerUrl)
    return [
      ...(yield* cloudPrntRoutes({ door, book, mqttSetting: setting })),
      ...(yield* epsonRoutes({ door, book })),
    ]
  })
