import type { PrinterReport } from "#core/hub/printing.ts"
import type { Cid } from "#core/kitchen/ids.ts"
import {
  AckMessage,
  CommandResultMessage,
  decodeMessage,
  InfoMessage,
  isoOf,
  ResultMessage,
  StateMessage,
  StatusMessage,
} from "./device-message.ts"
import { reportCid } from "./report-cid.ts"
import type { DeviceAddress, UpLeaf } from "./topic.ts"

/** A device's message as the hub understands it. */
export interface Reading {
  readonly report: PrinterReport
  /** What makes two messages the same report, beside the device. Absent: they are the same until it says another. */
  readonly facts?: ReadonlyArray<string | number | boolean>
  /** With a result: what the receipt names. */
  readonly told?: { readonly job: string; readonly attempt: number }
}

/** How a command of the hub ended. */
export interface OrderReading {
  readonly answer: CommandResultMessage
}

/** Nothing when it cannot be understood, `"notForHub"` when it asks nothing of the hub. */
export const readReport = (
  leaf: UpLeaf,
  payload: Uint8Array,
): Reading | OrderReading | "notForHub" | undefined => {
  switch (leaf) {
    case "state":
      return mapped(decodeMessage(StateMessage, payload), ({ s, boot, ts }) => ({
        report: { report: "state", state: s, boot, ...at(isoOf(ts)) },
      }))
    case "status":
      return mapped(decodeMessage(StatusMessage, payload), ({ online, paper, cover, error }) => ({
        report: { report: "status", online, paper, cover, error: error ?? null },
      }))
    case "ack":
      return mapped(decodeMessage(AckMessage, payload), ({ job, attempt }) => ({
        report: { report: "ack", job, attempt },
        facts: ["ack", job, attempt],
      }))
    case "result":
      return (
        mapped(decodeMessage(ResultMessage, payload), resultReading) ??
        mapped(decodeMessage(CommandResultMessage, payload), (answer) => ({ answer }))
      )
    case "info":
      return mapped(decodeMessage(InfoMessage, payload), () => "notForHub" as const)
    case "log":
    case "client-status":
    case "print-result":
    case "client-will":
      return "notForHub"
  }
}

/**
 * The command id of a reading. One that names no facts (a state, a status) gets the number of its change: the same words
 * said again later are a new report, or a second `lost` would be taken for a repeat of the first.
 */
export const cidOf = (reading: Reading, address: DeviceAddress, change: () => string): Cid =>
  reportCid(
    address.tenantId,
    address.deviceId,
    ...(reading.facts ?? [reading.report.report, change()]),
  )

/**
 * Numbers what each device says last about itself: the number stays while it repeats the same bytes.
 *
 * @param start differs for each start of the hub, so that no number comes back
 * @param remembered topics of which the last bytes are kept
 */
export const changeCounter = (
  start: string,
  remembered: number,
): ((topic: string, payload: Uint8Array) => string) => {
  const last = new Map<string, { readonly said: string; readonly change: number }>()
  let changes = 0
  return (topic, payload) => {
    const said = Buffer.from(payload).toString("latin1")
    const before = last.get(topic)
    last.delete(topic)
    if (before?.said !== said) changes += 1
    const now = before?.said === said ? before : { said, change: changes }
    last.set(topic, now)
    const oldest = last.keys().next()
    if (last.size > remembered && !oldest.done) last.delete(oldest.value)
    return `${start}/${now.change}`
  }
}

const resultReading = (result: ResultMessage): Reading => {
  const { job, attempt, state, fence, cause, duplicate, ms, boot } = result
  return {
    report: {
      report: "result",
      job,
      attempt,
      state,
      fence: fence ?? null,
      cause: cause ?? null,
      ...(duplicate === undefined ? {} : { duplicate }),
      ...(typeof ms === "number" ? { ms } : {}),
      ...(boot === undefined ? {} : { boot }),
      ...at(result.at),
    },
    facts: ["result", job, attempt, state, boot ?? 0, duplicate === true],
    told: { job, attempt },
  }
}

const at = (instant: string | undefined): { readonly at?: string } =>
  instant === undefined ? {} : { at: instant }

const mapped = <A, B>(message: A | undefined, read: (message: A) => B): B | undefined =>
  message === undefined ? undefined : read(message)
