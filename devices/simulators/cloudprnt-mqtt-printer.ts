import { Effect, Queue, Result, Schema } from "effect"
import { type Inbound, keepSession, type MqttSession } from "#devices/mqtt/mqtt-session.ts"
import { starCode } from "./cloudprnt-printer.ts"
import type { PullFaults, PullMoment } from "./pull-faults.ts"
import type { VirtualPrinter } from "./virtual-printer.ts"

export interface CloudPrntMqttPrinterOptions extends Pick<PullFaults, "moment" | "losesAnswer"> {
  /** Where its settings are: `http://hub:8080/p/{secret}/cloudprnt-setting.json`. */
  readonly settingUrl: string
  readonly mac: string
  /** Remembers the last ten jobs, and prints none of them again. */
  readonly remembers: boolean
  readonly machine: VirtualPrinter
}

const Setting = Schema.Struct({
  settingForMQTT: Schema.Struct({
    deviceSubscribeTopicName: Schema.String,
    devicePublishTopicName: Schema.String,
    mqttConnectionSetting: Schema.Struct({
      hostName: Schema.String,
      portNumber: Schema.Int,
      authenticationSetting: Schema.Struct({ username: Schema.String, password: Schema.String }),
    }),
  }),
})

const Job = Schema.fromJsonString(
  Schema.Struct({ jobToken: Schema.String, printData: Schema.String }),
)

/** A Star printer that listens on a broker (Full MQTT). Interrupted, it has forgotten all but its paper. Runs until then. */
export const cloudPrntMqttPrinter = (options: CloudPrntMqttPrinterOptions): Effect.Effect<never> =>
  Effect.gen(function* () {
    const { machine, mac } = options
    const moment = (at: PullMoment) => options.moment?.(at) ?? Effect.void
    const { settingForMQTT: setting } = yield* settingsOf(options)
    const { hostName, portNumber, authenticationSetting } = setting.mqttConnectionSetting
    const inbox = yield* Queue.dropping<Inbound>(32)
    const seen: Array<string> = []
    let session: MqttSession | undefined

    const say = (method: string, message: object) =>
      Effect.suspend(() => {
        if (session === undefined || options.losesAnswer?.() === true) return Effect.void
        const topic = `${setting.devicePublishTopicName}/${method}`
        const payload = JSON.stringify({ title: method, printerMAC: mac, ...message })
        return Effect.ignore(session.publish(topic, payload))
      })
    const sayStatus = () =>
      say("client-status", {
        statusCode: encodeURIComponent(starCode(machine)),
        printingInProgress: false,
      })

    const print = (payload: Uint8Array) =>
      Effect.gen(function* () {
        const job = decodeJob(Buffer.from(payload).toString("utf8"))
        if (Result.isFailure(job)) return
        const { jobToken, printData } = job.success
        if (options.remembers && seen.includes(jobToken))
          return yield* say("print-result", { jobToken, printSucceeded: false, statusCode: "530" })
        seen.push(jobToken)
        if (seen.length > 10) seen.shift()
        yield* moment("fetched")
        yield* machine.print(jobToken, Buffer.from(printData, "base64"))
        yield* moment("printed")
        yield* say("print-result", { jobToken, printSucceeded: true, statusCode: "200" })
        yield* moment("confirmed")
      })

    const work = Effect.forever(
      Effect.gen(function* () {
        const { topic, payload } = yield* Queue.take(inbox)
        if (topic.endsWith("/print-job")) yield* print(payload)
        if (topic.endsWith("/request-client-status")) yield* sayStatus()
      }),
    )
    const listen = keepSession(
      {
        url: `mqtt://${hostName}:${portNumber}`,
        clientId: mac,
        userName: authenticationSetting.username,
        password: authenticationSetting.password,
        onMessage: (inbound) => {
          inbound.acknowledge()
          Queue.offerUnsafe(inbox, inbound)
        },
      },
      (opened) =>
        Effect.gen(function* () {
          yield* opened.subscribe(`${setting.deviceSubscribeTopicName}/#`)
          session = opened
          yield* sayStatus()
          return yield* opened.lost
        }),
    )
    return yield* Effect.raceFirst(work, listen)
  }).pipe(Effect.ignore, Effect.andThen(Effect.sleep("100 millis")), Effect.forever)

const decodeJob = Schema.decodeUnknownResult(Job)
const decodeSetting = Schema.decodeUnknownEffect(Setting)

const settingsOf = ({ settingUrl, mac }: CloudPrntMqttPrinterOptions) =>
  Effect.flatMap(
    Effect.tryPromise(async (signal) => {
      const answer = await fetch(`${settingUrl}?${new URLSearchParams({ mac })}`, { signal })
      return (await answer.json()) as unknown
    }),
    decodeSetting,
  )
