import { Effect } from "effect"
import type { Rate } from "#core/limits/token-bucket.ts"
import { DeviceCredentials } from "#core/security/device-credentials.ts"
import { BrokerAddress, brokerUrlFrom } from "#devices/mqtt/broker-address.ts"
import { cloudPrntRoutes } from "./cloudprnt/cloudprnt-routes.ts"
import { mqttSetting } from "./cloudprnt/mqtt-setting.ts"
import { epsonRoutes } from "./epson/epson-routes.ts"
import { addressDoor } from "./pull/address-door.ts"
import { jobBook } from "./pull/job-book.ts"
import { PullDesk } from "./pull/pull-desk.ts"

/**
 * The addresses of printers that fetch their papers by themselves: `/p/{secret}/…`. A broker outside knows no Star
 * printer; there they go on asking over HTTP.
 *
 * @param rate how often the machine at one address may come, unless as usual
 */
export const pullRoutes = (rate?: Rate) =>
  Effect.gen(function* () {
    const door = yield* addressDoor(rate)
    const book = yield* jobBook
    const desk = yield* PullDesk
    // It holds no connection that could be ended: that it is out is said here, so that its papers go elsewhere at once.
    yield* (yield* DeviceCredentials).whenChanged(({ tenantId, deviceId, over }) => {
      const device = { tenantId, deviceId }
      if (over !== undefined && desk.standing(device).presence === "ready") desk.left(device)
    })
    const { inside, url } = yield* BrokerAddress
    const setting =
      inside !== undefined
        ? yield* mqttSetting(brokerUrlFrom(url, true, Number(new URL(url).port)))
        : () => Effect.undefined
    return [
      ...(yield* cloudPrntRoutes({ door, book, mqttSetting: setting })),
      ...(yield* epsonRoutes({ door, book })),
    ]
  })
