import { Effect } from "effect"
import type { MachineRequest } from "#core/http/machine-route.ts"
import { Setups } from "#core/hub/setup.ts"
import { deviceAddress, starPrefixes, userNameOf } from "#devices/mqtt/topic.ts"
import type { PullDevice } from "#devices/printers/pull/job-book.ts"

/**
 * `cloudprnt-setting.json` of a printer that is to listen on our broker: where it is, by which credential, and under
 * which topics, so that the access rules of devices hold for it.
 *
 * @param brokerUrl where the broker is, for whoever reaches the hub at that origin
 */
export const mqttSetting = (brokerUrl: (origin: string) => string) =>
  Effect.map(
    Setups,
    (setups) =>
      (device: PullDevice, { headers, params }: MachineRequest) =>
        Effect.gen(function* () {
          const setup = yield* setups.get(device.tenantId)
          const printer = setup.printers.find(({ deviceId }) => deviceId === device.deviceId)
          const address = deviceAddress(device.tenantId, device.deviceId)
          if (printer?.driver !== "cloudprntMqtt" || address === undefined) return undefined
          const broker = new URL(brokerUrl(`http://${headers.host ?? ""}`))
          const { subscribe, publish } = starPrefixes(address)
          return {
            title: "star_cloudprnt_server_setting",
            version: "1.0.0",
            serverSupportProtocol: ["MQTT"],
            settingForMQTT: {
              useTriggerPOST: false,
              pollingTimeSec: 10,
              deviceSubscribeTopicName: subscribe,
              devicePublishTopicName: publish,
              mqttConnectionSetting: {
                hostName: broker.hostname,
                portNumber: Number(broker.port || "1883"),
                useTls: broker.protocol === "mqtts:",
                authenticationSetting: {
                  username: userNameOf(address),
                  password: params["secret"] ?? "",
                },
              },
            },
          }
        }).pipe(Effect.catchTag("Outage", () => Effect.undefined)),
  )
