import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { connectAsync } from "mqtt"
import { cloudPrntMqttPrinter } from "#devices/simulators/cloudprnt-mqtt-printer.ts"
import { makeVirtualPrinter } from "#devices/simulators/virtual-printer.ts"
import { eventually } from "#test/devices/mqtt/broker-rig.ts"
import { askedHub } from "./asked-hub.ts"
import { mac } from "./pull-rig.ts"

describe("a Star printer that listens on the broker", () => {
  it.live(
    "[CLOUD-5] is told in its settings where, by which credential and under which topics",
    () =>
      Effect.gen(function* () {
        const http = yield* askedHub("cloudprnt")
        expect((yield* http.ask(`${http.path}-setting.json?mac=${mac}`)).status).toBe(404)
        const hub = yield* askedHub("cloudprntMqtt")
        const { tenantId, deviceId } = hub.device
        expect((yield* hub.ask(`${hub.path}-setting.json?mac=${mac}`)).json).toMatchObject({
          serverSupportProtocol: ["MQTT"],
          settingForMQTT: {
            deviceSubscribeTopicName: `heard/v1/${tenantId}/${deviceId}/down`,
            devicePublishTopicName: `heard/v1/${tenantId}/${deviceId}/up`,
            mqttConnectionSetting: {
              hostName: "127.0.0.1",
              authenticationSetting: { username: `${tenantId}/${deviceId}`, password: hub.secret },
            },
          },
        })
      }),
  )

  it.live("[CLOUD-6] is told a paper once, when it is there, and its will is believed", () =>
    Effect.gen(function* () {
      const hub = yield* askedHub("cloudprntMqtt")
      const machine = makeVirtualPrinter()
      yield* hub.send()
      const simulated = yield* Effect.forkScoped(
        cloudPrntMqttPrinter({
          ...{ settingUrl: `${hub.path}-setting.json`, mac, machine, remembers: true },
        }),
      )
      yield* eventually("it is printed", () => hub.results().length === 1)
      expect(hub.results()).toEqual([["printed", "cloudprnt"]])
      expect(machine.papers().length).toBe(1)
      machine.apply({ cover: true })
      yield* eventually("its cover is seen", () =>
        JSON.stringify(hub.reportsOf("status").at(-1) ?? "").includes("cover_open"),
      )
      yield* hub.send()
      yield* eventually("it is refused", () => hub.results().length === 2)
      expect(hub.results()[1]).toEqual(["refused", "cover_open"])
      yield* Fiber.interrupt(simulated)
    }),
  )

  it.live(
    "[CLOUD-7] comes in with the secret of its address, under whatever name, and as nobody else",
    () =>
      Effect.gen(function* () {
        const hub = yield* askedHub("cloudprntMqtt")
        const { secret: foreign } = hub.places.add("cloudprnt")
        const { settingForMQTT } = (yield* hub.ask(`${hub.path}-setting.json?mac=${mac}`)).json as {
          readonly settingForMQTT: {
            readonly mqttConnectionSetting: {
              readonly portNumber: number
              readonly authenticationSetting: {
                readonly username: string
                readonly password: string
              }
            }
          }
        }
        const { portNumber, authenticationSetting } = settingForMQTT.mqttConnectionSetting
        const comesIn = (options: object) =>
          Effect.promise(() =>
            connectAsync(
              `mqtt://127.0.0.1:${portNumber}`,
              { ...{ clientId: mac, ...authenticationSetting, reconnectPeriod: 0 }, ...options },
              false,
            ).then(
              (client) => client.endAsync(true).then(() => true),
              () => false,
            ),
          )
        const { username } = authenticationSetting
        expect([
          yield* comesIn({}),
          yield* comesIn({ clientId: "StarPrinter-0011620a0b0c" }),
          yield* comesIn({ clientId: username.replace("/", ".") }),
          yield* comesIn({ clientId: "mine" }),
          yield* comesIn({ password: foreign }),
          yield* comesIn({ username: `${username}x` }),
        ]).toEqual([true, true, false, false, false, false])
      }),
  )
})
