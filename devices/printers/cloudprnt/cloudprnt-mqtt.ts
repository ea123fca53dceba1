import { Effect, FiberMap, FiberSet, Layer } from "effect"
import { Paper, paperProfileOf } from "#core/hub/paper.ts"
import type { PrintJobs } from "#core/hub/print-jobs.ts"
import { PrinterProfiles } from "#core/hub/printer-profile.ts"
import type { Setups } from "#core/hub/setup.ts"
import { DeviceCredentials } from "#core/security/device-credentials.ts"
import { MqttLink } from "#devices/mqtt/mqtt-link.ts"
import { packetLimit } from "#devices/mqtt/packet-meter.ts"
import { StarsOverMqtt } from "#devices/mqtt/stars-over-mqtt.ts"
import { type DownLeaf, deviceAddress, downTopic } from "#devices/mqtt/topic.ts"
import { jobBook, type PullDevice, tellScope } from "#devices/printers/pull/job-book.ts"
import { PullDesk } from "#devices/printers/pull/pull-desk.ts"
import { aboutStar, readStar, StarPoll, StarResult, wantedActions } from "./cloudprnt-message.ts"
import { type StarPapers, starPapers } from "./star-paper.ts"
import { starOutcome, starWord } from "./star-status.ts"

/** Milliseconds between two questions how it stands, while it has a paper and while it has none. */
interface StarPulse {
  readonly waitingMs: number
  readonly restingMs: number
}

const starPulse: StarPulse = { waitingMs: 3_000, restingMs: 8_000 }

/**
 * Star CloudPRNT over MQTT ("Full MQTT"): the printer is told what it would have fetched. The same counter, the same
 * rules: a paper is noted as taken before it is said, said once, and waited for.
 *
 * @see Star CloudPRNT Protocol Guide 2.4.0, MQTT Method
 */
export const starsOverMqttLayer = (
  pulse: StarPulse = starPulse,
): Layer.Layer<
  StarsOverMqtt,
  never,
  MqttLink | PullDesk | Paper | PrinterProfiles | PrintJobs | Setups | DeviceCredentials
> =>
  Layer.effect(
    StarsOverMqtt,
    Effect.gen(function* () {
      const link = yield* MqttLink
      const desk = yield* PullDesk
      const credentials = yield* DeviceCredentials
      const book = yield* jobBook
      const papers = starPapers(yield* Paper, yield* PrinterProfiles)
      const pushes = yield* FiberMap.make<string, void>()
      const pulses = yield* FiberMap.make<string, void>()
      const run = yield* FiberSet.makeRuntime<never, void, never>()
      const keyOf = ({ tenantId, deviceId }: PullDevice) => `${tenantId}/${deviceId}`

      const say = (device: PullDevice, leaf: DownLeaf, message: object) => {
        const address = deviceAddress(device.tenantId, device.deviceId)
        return address === undefined
          ? Effect.void
          : link.publish(downTopic(address, leaf), JSON.stringify({ title: leaf, ...message }))
      }
      const askStatus = (device: PullDevice) =>
        Effect.ignore(say(device, "request-client-status", {}))

      /** What the hub hands in is said to a printer that is there; of another one it is asked whether it is. */
      const push = (device: PullDevice): Effect.Effect<void> =>
        Effect.gen(function* () {
          const { driver, speaks, presence, word = { printing: false } } = desk.standing(device)
          if (driver !== "cloudprntMqtt" || speaks === "http") return
          if (presence !== "ready") return yield* askStatus(device)
          const offered = yield* desk.ask(device, word, book)
          if (offered === undefined) return
          const { printer, attempt } = offered.paper
          const message = jobMessage(papers, offered.token, attempt.chit, printer)
          if (JSON.stringify(message).length > packetLimit - 512) {
            const outcome = { state: "failed", cause: "too_large", fence: "" } as const
            return void (yield* desk.confirm(device, offered.token, outcome, book))
          }
          const fetched = yield* desk.fetch(device, offered.token, book)
          if (typeof fetched === "string") return
          yield* say(device, "print-job", message).pipe(
            Effect.catchTag("WireDown", ({ unsure }) => {
              // Nothing left the hub, so nothing was printed. When nobody knows, it is waited for.
              const outcome = { state: "refused", cause: "unreachable", fence: "" } as const
              return unsure === true
                ? Effect.void
                : desk.confirm(device, fetched.token, outcome, book)
            }),
          )
        }).pipe(Effect.asVoid)

      const pushSoon = (device: PullDevice) =>
        FiberMap.run(pushes, keyOf(device), push(device), { onlyIfMissing: true })

      /** It says something when something changes; so as long as it is there it is asked. */
      const keepAsking = (device: PullDevice) =>
        FiberMap.run(
          pulses,
          keyOf(device),
          Effect.gen(function* () {
            while (desk.standing(device).presence === "ready") {
              yield* Effect.sleep(desk.standing(device).isOut ? pulse.waitingMs : pulse.restingMs)
              yield* askStatus(device)
            }
          }),
          { onlyIfMissing: true },
        )

      desk.whenHandedIn((device) => {
        run(Effect.asVoid(pushSoon(device)))
      })

      const status = (device: PullDevice, payload: Uint8Array) =>
        Effect.gen(function* () {
          const said = readStar(StarPoll, payload)
          if (said === undefined) return false
          const isNew = desk.standing(device).presence !== "ready"
          desk.heard(device, undefined, starWord(said.statusCode, said.printingInProgress === true))
          const about = aboutStar(said)
          if (about !== undefined) yield* credentials.heardFrom(tellScope(device), about)
          else if (isNew)
            yield* Effect.ignore(
              say(device, "order-client-action", { clientAction: wantedActions }),
            )
          yield* keepAsking(device)
          yield* pushSoon(device)
          return true
        })

      const result = (device: PullDevice, payload: Uint8Array) =>
        Effect.gen(function* () {
          const said = readStar(StarResult, payload)
          if (said === undefined) return false
          desk.heard(device, undefined)
          const outcome = starOutcome(said.statusCode)
          // A success that is none, or a failure with a good code: whichever it is, nobody can say.
          const sure = said.printSucceeded === (outcome.state === "printed")
          const told = sure ? outcome : ({ state: "unknown", cause: "error" } as const)
          const settled = yield* desk.confirm(
            device,
            said.jobToken,
            { ...told, fence: "cloudprnt" },
            book,
          )
          return settled !== "unknown"
        })

      return StarsOverMqtt.of({
        hear: (device, leaf, payload) => {
          switch (leaf) {
            case "client-status":
              return status(device, payload)
            case "print-result":
              return result(device, payload)
            case "client-will":
              return Effect.sync(() => {
                desk.left(device)
                return true
              })
          }
        },
      })
    }),
  )

const jobMessage = (
  papers: StarPapers,
  jobToken: string,
  chit: Parameters<StarPapers["body"]>[0],
  printer: Parameters<StarPapers["mediaTypes"]>[0],
): object => {
  const body = papers.body(chit, paperProfileOf(printer), papers.mediaTypes(printer), undefined)
  return {
    jobToken,
    jobType: "raw",
    mediaTypes: [body?.mediaType ?? "application/octet-stream"],
    printData: Buffer.from(body?.bytes ?? []).toString("base64"),
  }
}
