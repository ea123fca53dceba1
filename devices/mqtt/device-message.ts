import { Result, Schema } from "effect"
import { ModelLanguage } from "#core/hub/printer-profile.ts"

/** A job on its way to a printer, `down/job` (devices.md §4.4). */
export const JobMessage = Schema.Struct({
  v: Schema.Literal(1),
  job: Schema.String.check(Schema.isPattern(/^.{1,64}$/u)),
  attempt: Schema.Int,
  seq: Schema.Int,
  kind: Schema.String,
  order: Schema.NullOr(Schema.String),
  station: Schema.NullOr(Schema.String),
  /** Language of `data`. */
  fmt: ModelLanguage,
  /** `{profile}/{columns}`: the model that the bytes were made for. */
  profile: Schema.String,
  /** Of the decoded bytes, in lower-case hexadecimal. */
  sha256: Schema.String,
  /** Base64. */
  data: Schema.String,
  /** ISO 8601; not to be printed after. */
  notAfter: Schema.String,
  /** Four printable characters for `GS ( H`. */
  fence: Schema.String,
  copyOf: Schema.NullOr(Schema.String),
}).annotate({ identifier: "PrintJobMessage" })
export type JobMessage = typeof JobMessage.Type

/** `down/rcpt`: the result is stored. Without `attempt` it stands for every attempt so far. */
export const ReceiptMessage = Schema.Struct({
  v: Schema.Literal(1),
  job: Schema.String,
  attempt: Schema.optionalKey(Schema.Int),
}).annotate({ identifier: "PrintReceiptMessage" })
export type ReceiptMessage = typeof ReceiptMessage.Type

/** `down/cmd`; answered on `up/result` with the same `id`. */
export const CommandMessage = Schema.Struct({
  id: Schema.String,
  cmd: Schema.Literals(["status", "rebirth", "test", "cancel", "rotate-key"]),
  /** With `cancel`. */
  job: Schema.optionalKey(Schema.String),
  /** With `rotate-key`: the secret from now on. */
  key: Schema.optionalKey(Schema.String.check(Schema.isPattern(/^.{32,256}$/u))),
}).annotate({ identifier: "PrinterCommandMessage" })
export type CommandMessage = typeof CommandMessage.Type

/** `down/config`, kept by the broker: how the printer's settings want it. Reported back as `cfgVer` of `up/info`. */
export const ConfigMessage = Schema.Struct({
  /** Follows from the rest: the same settings are the same version. */
  ver: Schema.String.check(Schema.isPattern(/^[0-9a-f]{12}$/u)),
  name: Schema.String,
  /** Characters on a line. */
  columns: Schema.Int,
  /** BCP 47; of the printer's own words, a test page. */
  language: Schema.String,
}).annotate({ identifier: "PrinterConfigMessage" })
export type ConfigMessage = typeof ConfigMessage.Type

const Instant = Schema.optionalKey(Schema.Union([Schema.String, Schema.Finite]))
const Note = Schema.optionalKey(Schema.NullOr(Schema.String))

/** `hub/state`, kept by the broker. Another `at` while online is a new birth. */
export const HubStateMessage = Schema.Struct({
  online: Schema.Boolean,
  /** ISO 8601. */
  at: Schema.String,
}).annotate({ identifier: "HubStateMessage" })
export type HubStateMessage = typeof HubStateMessage.Type

/** `up/state`. `lost` is the will, so it carries the boot that it was left by. */
export const StateMessage = Schema.Struct({
  s: Schema.Literals(["ready", "disconnected", "lost"]),
  boot: Schema.Int,
  ts: Instant,
}).annotate({ identifier: "PrinterStateMessage" })
export type StateMessage = typeof StateMessage.Type

const Text = Schema.optionalKey(Schema.String.check(Schema.isMaxLength(120)))

/** `up/info`, as far as people who look after devices want to know it; whatever else it says is let be. */
export const InfoMessage = Schema.Struct({
  model: Text,
  /** Program and version: `heard-agent/1.2.0`. */
  agent: Text,
  /** Of its radio, in dBm. */
  signalDbm: Schema.optionalKey(Schema.Finite),
  /** `ver` of the settings that it has. */
  cfgVer: Text,
}).annotate({ identifier: "PrinterInfoMessage" })

/** `up/status`, on change. */
export const StatusMessage = Schema.Struct({
  online: Schema.Boolean,
  paper: Schema.Literals(["ok", "low", "out"]),
  cover: Schema.Boolean,
  error: Note,
  drawer: Schema.optionalKey(Schema.Boolean),
  seq: Schema.optionalKey(Schema.Int),
}).annotate({ identifier: "PrinterStatusMessage" })
export type StatusMessage = typeof StatusMessage.Type

/** `up/ack`: the job is in the journal. */
export const AckMessage = Schema.Struct({
  job: Schema.String,
  attempt: Schema.Int,
  seq: Schema.optionalKey(Schema.Int),
}).annotate({ identifier: "PrinterAckMessage" })
export type AckMessage = typeof AckMessage.Type

/** `up/result` of a job. */
export const ResultMessage = Schema.Struct({
  v: Schema.Literal(1),
  job: Schema.String,
  attempt: Schema.Int,
  state: Schema.Literals(["printed", "refused", "failed", "unknown", "expired"]),
  fence: Note,
  cause: Note,
  duplicate: Schema.optionalKey(Schema.Boolean),
  /** From the first byte to the fence. */
  ms: Schema.optionalKey(Schema.NullOr(Schema.Finite)),
  boot: Schema.optionalKey(Schema.Int),
  seq: Schema.optionalKey(Schema.Int),
  at: Schema.optionalKey(Schema.String),
}).annotate({ identifier: "PrintResultMessage" })
export type ResultMessage = typeof ResultMessage.Type

/** `up/result` of a command. */
export const CommandResultMessage = Schema.Struct({
  id: Schema.String,
  ok: Schema.Boolean,
  cause: Note,
}).annotate({ identifier: "PrinterCommandResultMessage" })
export type CommandResultMessage = typeof CommandResultMessage.Type

/** The bytes of a packet as one of the messages above, or nothing when they are not one. Unknown fields are let be. */
export const decodeMessage = <T>(
  schema: Schema.Codec<T, unknown>,
  payload: Uint8Array,
): T | undefined => {
  const decoded = Result.flatMap(parseJson(payload), Schema.decodeUnknownResult(schema))
  return Result.isSuccess(decoded) ? decoded.success : undefined
}

/** An instant as ISO text, whichever of the two forms the device uses. */
export const isoOf = (instant: string | number | undefined): string | undefined => {
  if (typeof instant !== "number") return instant
  const date = new Date(instant)
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString()
}

const utf8 = new TextDecoder("utf-8", { fatal: true })

const parseJson = (payload: Uint8Array): Result.Result<unknown, unknown> =>
  Result.try(() => JSON.parse(utf8.decode(payload)) as unknown)
