import { randomUUID } from "node:crypto"
import { Effect, FiberSet, Layer, Metric, Option, Schema } from "effect"
import { DeviceTroubles } from "#core/hub/device-troubles.ts"
import { Gate } from "#core/hub/gate.ts"
import type { Scope } from "#core/hub/scope.ts"
import { TenantId } from "#core/kitchen/ids.ts"
import { orderPathRate } from "#core/limits/request-limits.ts"
import { DeviceCredentials } from "#core/security/device-credentials.ts"
import { patiently } from "#devices/printers/patiently.ts"
import { aboutDevice } from "./about-device.ts"
import type { ReceiptMessage } from "./device-message.ts"
import { OrderAnswers } from "./device-orders.ts"
import { changeCounter, cidOf, readReport } from "./device-report.ts"
import { MqttLink } from "./mqtt-link.ts"
import type { Inbound } from "./mqtt-session.ts"
import { PrinterConfigs } from "./printer-configs.ts"
import { makeLanes } from "./report-lanes.ts"
import { StarsOverMqtt } from "./stars-over-mqtt.ts"
import {
  downTopic,
  everyUpFilter,
  isStarUpLeaf,
  parseUpTopic,
  retainedUpLeaves,
  type UpTopic,
  userNameOf,
} from "./topic.ts"

/**
 * What devices say on their `up/` topics, as `printerReport` commands through the gate. A result is receipted when the
 * gate has answered, also when it was a repeat: the device repeats it exactly because it never saw the receipt.
 *
 * The broker gets its PUBACK at once. It hands over only so many unacknowledged messages (mosquitto: 20), so holding
 * them back until the gate answers would let one stuck restaurant silence every other. Nothing is lost by it: results
 * are repeated until the receipt, a lost `ack` only has the same job sent again, states and statuses are retained.
 */
export const mqttReportsLayer: Layer.Layer<
  never,
  never,
  MqttLink | Gate | DeviceCredentials | DeviceTroubles | OrderAnswers | PrinterConfigs
> = Layer.effectDiscard(
  Effect.gen(function* () {
    const link = yield* MqttLink
    const gate = yield* Gate
    const credentials = yield* DeviceCredentials
    const troubles = yield* DeviceTroubles
    const stars = yield* Effect.serviceOption(StarsOverMqtt)
    const orders = yield* OrderAnswers
    const configs = yield* PrinterConfigs
    const changeOf = changeCounter(randomUUID(), 20_000)

    const deliver = ({ topic, inbound }: Said) =>
      Effect.gen(function* () {
        const scope = deviceScope(topic)
        if (scope !== undefined && isStarUpLeaf(topic.leaf) && Option.isSome(stars)) {
          const { deviceId } = topic.address
          const device = { tenantId: scope.tenantId, deviceId }
          if (yield* stars.value.hear(device, topic.leaf, inbound.payload))
            return "answered" as const
          noteTrouble(topic, "MESSAGES_UNREADABLE")
          return "undecodable" as const
        }
        const reading = readReport(topic.leaf, inbound.payload)
        if (scope === undefined || reading === undefined) {
          noteTrouble(topic, "MESSAGES_UNREADABLE")
          return "undecodable" as const
        }
        if (isAlive(inbound, reading))
          yield* credentials.heardFrom(scope, aboutDevice(topic.leaf, inbound.payload, Date.now()))
        if (reading === "notForHub") return "ignored" as const
        if ("answer" in reading) {
          orders.answered(topic.address, reading.answer)
          return "ignored" as const
        }
        const cid = cidOf(reading, topic.address, () => changeOf(inbound.topic, inbound.payload))
        yield* link.serve(scope.tenantId)
        const args = { deviceId: topic.address.deviceId, report: reading.report }
        const outcome = yield* patiently(
          gate.run(scope, { cid, op: "printerReport", args }).pipe(
            Effect.tapErrorTag("Refused", ({ code }) =>
              Effect.sync(() => {
                // Kept words of one that is gone come again at each start of the hub.
                if (!inbound.retained) noteTrouble(topic, "MESSAGES_REFUSED", code)
              }),
            ),
          ),
        )
        if (reading.report.report === "state" && reading.report.state === "ready")
          yield* configs.born(scope.tenantId, topic.address.deviceId)
        if (outcome !== "gaveUp" && reading.told !== undefined)
          yield* receipt(topic, reading.told.job, reading.told.attempt)
        return outcome
      }).pipe(
        Effect.catchDefect((defect) =>
          Effect.as(Effect.logError("A printer's report hit a bug", defect), "defect" as const),
        ),
        Effect.flatMap(count),
      )

    const noteTrouble = ({ address, leaf }: UpTopic, code: string, reason?: string): void => {
      const { tenantId, deviceId } = address
      if (isTenantId(tenantId))
        troubles.note(tenantId, deviceId, code, {
          topic: `up/${leaf}`,
          ...(reason === undefined ? {} : { reason }),
        })
    }

    const receipt = ({ address }: UpTopic, job: string, attempt: number) => {
      const message: ReceiptMessage = { v: 1, job, attempt }
      return Effect.ignore(link.publish(downTopic(address, "rcpt"), JSON.stringify(message)))
    }

    const acks = yield* FiberSet.make()
    const forkAck = yield* FiberSet.runtime(acks)()
    /** An ack is answered when it is noted with the word after it, which therefore must not wait for it. */
    const handle = (said: Said) =>
      Effect.flatMap(FiberSet.size(acks), (waiting) => {
        if (said.topic.leaf !== "ack" || waiting >= waitingAcks) return deliver(said)
        forkAck(deliver(said))
        return Effect.void
      })

    const lanes = yield* makeLanes<Said>({
      handle,
      concurrency: 32,
      laneLength: 256,
      most: lanesFull,
      rate: orderPathRate,
      remembered: 10_000,
    })
    const run = Effect.runForkWith(yield* Effect.context())
    const drop = (inbound: Inbound, outcome: Outcome) => {
      inbound.acknowledge()
      run(count(outcome))
    }
    yield* link.listen(everyUpFilter, (inbound) => {
      const topic = parseUpTopic(inbound.topic)
      if (topic === undefined) return drop(inbound, "undecodable")
      if (inbound.payload.length === 0) return drop(inbound, "ignored")
      if (inbound.retained && !retainedUpLeaves.includes(topic.leaf)) {
        // A broker outside cannot be told what may be kept: it would say this again at each of our connections.
        noteTrouble(topic, "TOPIC_FORBIDDEN", "kept")
        run(link.keep(inbound.topic, undefined))
        return drop(inbound, "ignored")
      }
      if (inbound.payload.length > largestReport) {
        noteTrouble(topic, "PACKET_TOO_LARGE")
        return drop(inbound, "undecodable")
      }
      if (topic.leaf === "log") return drop(inbound, "ignored")
      if (!lanes.offer(userNameOf(topic.address), { topic, inbound })) {
        noteTrouble(topic, "FLOODED")
        return drop(inbound, "flooded")
      }
      inbound.acknowledge()
      return lanes.held() < lanesFull ? undefined : lanes.room()
    })
  }),
)

/** A will, and what the broker kept, are no signs of life: both were written at another time than they arrive. */
const isAlive = ({ retained }: Inbound, reading: ReturnType<typeof readReport>): boolean =>
  !retained &&
  !(
    typeof reading === "object" &&
    "report" in reading &&
    reading.report.report === "state" &&
    reading.report.state === "lost"
  )

interface Said {
  readonly topic: UpTopic
  readonly inbound: Inbound
}

type Outcome = "answered" | "refused" | "gaveUp" | "undecodable" | "ignored" | "flooded" | "defect"

/** Bytes; a result is below one KiB. */
const largestReport = 16 * 1024

const lanesFull = 4096

/** Acks of all devices that wait beside the lanes; one more waits inside its own. */
const waitingAcks = 1024

/** The credential was checked when the device connected; a topic under its name can only come from it. */
const deviceScope = ({ address }: UpTopic): Scope | undefined =>
  isTenantId(address.tenantId)
    ? {
        tenantId: address.tenantId,
        principal: { kind: "device", id: address.deviceId },
        permissions: ["printer.report"],
      }
    : undefined

const isTenantId = Schema.is(TenantId)

const reports = Metric.counter("heard_mqtt_reports_total", {
  description: "Messages of devices by what became of them",
  incremental: true,
})

const count = (outcome: Outcome): Effect.Effect<void> =>
  Metric.update(Metric.withAttributes(reports, { outcome }), 1)
