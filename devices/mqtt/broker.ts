import { join } from "node:path"
import { Layer } from "effect"
import type { Config } from "#core/config.ts"
import type { DeviceTroubles } from "#core/hub/device-troubles.ts"
import type { Outage } from "#core/hub/gate.ts"
import type { RateLimits } from "#core/limits/rate-limits.ts"
import type { DeviceCredentials } from "#core/security/device-credentials.ts"
import type { DeviceStore } from "#core/security/device-store.ts"
import { type BrokerAddress, outsideBrokerLayer } from "./broker-address.ts"
import type { BrokerReaders } from "./broker-readers.ts"
import { type BrokerNotListening, embeddedBrokerLayer } from "./embedded-broker.ts"
import type { AccountsNotKept } from "./mosquitto/account-keeper.ts"
import { accountsOutside } from "./mosquitto/outside-accounts.ts"

/** The broker of `MQTT_URL` and who may use it, or the one inside this process. */
export const brokerLayer = (
  config: Pick<Config, "dataDir" | "host" | "mqttPort" | "mqttReload" | "mqttUrl">,
): Layer.Layer<
  BrokerAddress,
  BrokerNotListening | AccountsNotKept | Outage,
  BrokerReaders | DeviceCredentials | DeviceStore | DeviceTroubles | RateLimits
> =>
  config.mqttUrl === undefined
    ? embeddedBrokerLayer({
        host: config.host,
        port: config.mqttPort,
        memory: { file: join(config.dataDir, "mqtt", "kept.json") },
      })
    : Layer.merge(outsideBrokerLayer(config.mqttUrl), accountsOutside(config, config.mqttUrl))
