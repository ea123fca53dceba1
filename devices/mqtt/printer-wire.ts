import { createHash } from "node:crypto"
import { Clock, Effect } from "effect"
import { Paper, paperProfileOf } from "#core/hub/paper.ts"
import { type PrinterProfile, PrinterProfiles } from "#core/hub/printer-profile.ts"
import { type PrintAttempt, PrinterWire, WireDown } from "#core/hub/printing.ts"
import type { Scope } from "#core/hub/scope.ts"
import type { Chit } from "#core/kitchen/chit.ts"
import type { Printer } from "#core/kitchen/menu.ts"
import type { CommandMessage, JobMessage, ReceiptMessage } from "./device-message.ts"
import { MqttLink } from "./mqtt-link.ts"
import type { MessageNotes } from "./mqtt-settings.ts"
import { packetLimit } from "./packet-meter.ts"
import { PrinterConfigs } from "./printer-configs.ts"
import { reportCid } from "./report-cid.ts"
import { type DeviceAddress, type DownLeaf, deviceAddress, downTopic, upTopic } from "./topic.ts"

/** Jobs to printers by MQTT. What becomes of them comes back through `printer-reports.ts`. */
export const mqttWire: Effect.Effect<
  PrinterWire["Service"],
  never,
  MqttLink | Paper | PrinterConfigs | PrinterProfiles
> = Effect.gen(function* () {
  const link = yield* MqttLink
  const paper = yield* Paper
  const profiles = yield* PrinterProfiles
  const configs = yield* PrinterConfigs

  const tell = (
    scope: Scope,
    printer: Printer,
    leaf: DownLeaf,
    message: (address: DeviceAddress) => string,
    notes?: (address: DeviceAddress) => MessageNotes,
  ) =>
    Effect.gen(function* () {
      const address = deviceAddress(scope.tenantId, printer.deviceId)
      if (address === undefined)
        return yield* new WireDown({ reason: "its device id cannot stand in a topic" })
      const payload = message(address)
      if (payload.length > packetLimit - 512) return yield* new WireDown({ reason: "too_large" })
      yield* link.serve(scope.tenantId)
      yield* link.publish(downTopic(address, leaf), payload, notes?.(address))
    })

  /** By the very chit that will be sent: it belongs to one job of one printer. */
  const prepared = new WeakMap<Chit, Uint8Array>()
  const bytesOf = (printer: Printer, chit: Chit): Uint8Array =>
    paper.encode(chit, paperProfileOf(printer))

  return PrinterWire.of({
    prepare: (printer, chit) => {
      prepared.set(chit, bytesOf(printer, chit))
    },
    send: (scope, printer, attempt) =>
      Effect.gen(function* () {
        yield* configs.tell(scope.tenantId, printer)
        const now = yield* Clock.currentTimeMillis
        const message = () => {
          const bytes = prepared.get(attempt.chit) ?? bytesOf(printer, attempt.chit)
          prepared.delete(attempt.chit)
          return JSON.stringify(jobMessage(printer, attempt, bytes, profiles.of(printer.profile)))
        }
        yield* tell(scope, printer, "job", message, (address) => notesOf(attempt, address, now))
      }),
    receipt: (scope, printer, job, attempt) =>
      Effect.ignore(
        tell(scope, printer, "rcpt", () => {
          const receipt: ReceiptMessage = {
            v: 1,
            job,
            ...(attempt === undefined ? {} : { attempt }),
          }
          return JSON.stringify(receipt)
        }),
      ),
    cancel: (scope, printer, job) =>
      Effect.ignore(
        tell(scope, printer, "cmd", ({ tenantId, deviceId }) => {
          const id = reportCid("cancel", tenantId, deviceId, job)
          return JSON.stringify({ id, cmd: "cancel", job } satisfies CommandMessage)
        }),
      ),
  })
})

/** One attempt as devices.md §4.4 writes it. */
export const jobMessage = (
  printer: Printer,
  attempt: PrintAttempt,
  bytes: Uint8Array,
  { key, language }: Pick<PrinterProfile, "key" | "language">,
): JobMessage => ({
  v: 1,
  job: attempt.job,
  attempt: attempt.attempt,
  seq: attempt.seq,
  kind: attempt.kind,
  order: attempt.order ?? null,
  station: attempt.station ?? null,
  fmt: language,
  profile: `${key}/${printer.columns}`,
  sha256: createHash("sha256").update(bytes).digest("hex"),
  data: Buffer.from(bytes).toString("base64"),
  notAfter: attempt.notAfter,
  fence: fenceOf(attempt),
  copyOf: attempt.copyOf ?? null,
})

/** Where MQTT 5 is spoken, the broker itself forgets a job that nobody fetched in time. */
const notesOf = (attempt: PrintAttempt, address: DeviceAddress, now: number): MessageNotes => ({
  expirySeconds: (Date.parse(attempt.notAfter) - now) / 1000,
  responseTopic: upTopic(address, "result"),
  correlation: attempt.job,
  contentType: "application/json",
  properties: { attempt: String(attempt.attempt) },
})

/** Four letters or digits, so that they are printable as `GS ( H` demands, and differ from the attempt before. */
const fenceOf = (attempt: PrintAttempt): string =>
  createHash("sha256").update(`${attempt.job}/${attempt.attempt}`).digest("hex").slice(0, 4)
