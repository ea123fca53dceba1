import { join } from "node:path"
import { Effect, Layer } from "effect"
import type { Config } from "#core/config.ts"
import type { Outage } from "#core/hub/gate.ts"
import type { DeviceStore } from "#core/security/device-store.ts"
import type { BrokerReaders } from "#devices/mqtt/broker-readers.ts"
import { type AccountsNotKept, accountKeeperLayer } from "./account-keeper.ts"

/**
 * The files for an outside broker, in `{dataDir}/mosquitto`. Only an address that names a user can have them: without
 * the hub's own account they would shut the hub out.
 *
 * @param url `MQTT_URL`
 */
export const accountsOutside = (
  config: Pick<Config, "dataDir" | "host" | "mqttPort" | "mqttReload">,
  url: string,
): Layer.Layer<never, AccountsNotKept | Outage, DeviceStore | BrokerReaders> => {
  const { hostname, port, username, password } = new URL(url)
  if (username === "" || password === "")
    return says("MQTT_URL names no user and password: no accounts are kept for that broker")
  const keeper = accountKeeperLayer({
    folder: join(config.dataDir, "mosquitto"),
    hub: { userName: decodeURIComponent(username), password: decodeURIComponent(password) },
    doors: {
      devices: { host: config.host, port: config.mqttPort },
      hub: { host: hostname, port: Number(port) || 1883 },
    },
    ...(config.mqttReload === undefined ? {} : { reload: config.mqttReload }),
  })
  return config.mqttReload === undefined
    ? Layer.merge(
        keeper,
        says("Neither MQTT_RELOAD_PID_FILE nor MQTT_RELOAD_COMMAND is set: who tells the broker?"),
      )
    : keeper
}

const says = (words: string): Layer.Layer<never> => Layer.effectDiscard(Effect.logWarning(words))
