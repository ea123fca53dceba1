import type { DeviceKind } from "./menu.ts"

/** What is wrong with a device, for a person: pages have the words and what to do about each code. */
export interface DeviceFault {
  readonly code: string
  /** ISO 8601. */
  readonly since?: string
  readonly meta: Readonly<Record<string, string | number | boolean>>
}

/** How the printer of a device stands. */
export interface PrinterFacts {
  readonly device: "ready" | "disconnected" | "lost" | "unknown"
  /** Absent: it never said. */
  readonly online?: boolean
  readonly paper?: "ok" | "low" | "out"
  readonly cover?: boolean
  readonly error?: string | null
  /** ISO 8601; since when it does not print, whatever the reasons meanwhile. */
  readonly troubledSince?: string
  /** Jobs that are not finished. */
  readonly waiting: number
  /** Of the first of them. */
  readonly oldestWaitingSeconds: number
  /** Papers of the last hours of which nobody can say whether they came out. */
  readonly unknown: number
  /** Why, of the last of them. */
  readonly unknownCause?: string
}

/** Everything that is known of a device at one moment. */
export interface DeviceFacts {
  readonly kind?: DeviceKind
  readonly status: "pending" | "active" | "suspended" | "revoked"
  readonly present: boolean
  /** ISO 8601; absent: it was never here. */
  readonly lastSeenAt?: string
  /** Its clock minus ours, in milliseconds. */
  readonly clockSkewMs?: number
  /** In dBm. */
  readonly signalDbm?: number
  readonly printer?: PrinterFacts
  /** What edges refused of it. */
  readonly troubles: ReadonlyArray<{
    readonly code: string
    readonly count: number
    readonly since: string
    readonly meta: DeviceFault["meta"]
  }>
}

/** From here on timers and the hours on chits are visibly wrong. */
const clockOffMs = 30_000
/** Below this a radio loses its network in the next draught of a door. */
const weakSignalDbm = -80
/** A job that waits longer than this is late for its dish. */
const waitingSeconds = 60

/**
 * All that is wrong with a device, what stops work first. What it says itself is believed while it is there; of one that
 * is gone, only that it is gone is known.
 */
export const deviceFaults = (facts: DeviceFacts): ReadonlyArray<DeviceFault> => {
  const { status, present, troubles } = facts
  return [
    ...(status === "active" && !present ? absent(facts) : []),
    ...(status === "active" && present ? ofPrinter(facts) : []),
    ...(status === "active" ? ofJobs(facts) : []),
    ...troubles.map(({ code, count, since, meta }) => ({ code, since, meta: { ...meta, count } })),
    ...(status === "active" && present ? ofMachine(facts) : []),
  ]
}

/** One that was never here is not missed yet: it is only just being set up. Unless it was looked for in vain. */
const absent = ({ lastSeenAt, printer }: DeviceFacts): ReadonlyArray<DeviceFault> => {
  const lost = printer?.device === "lost" ? printer.troubledSince : undefined
  const since = lastSeenAt ?? lost
  return since === undefined ? [] : [{ code: "DEVICE_OFFLINE", since, meta: {} }]
}

const ofPrinter = ({ printer }: DeviceFacts): ReadonlyArray<DeviceFault> => {
  if (printer === undefined) return []
  const { paper, cover, error, online, device, troubledSince: since } = printer
  const ofTrouble = (code: string, meta: DeviceFault["meta"] = {}): DeviceFault => ({
    code,
    ...(since === undefined ? {} : { since }),
    meta,
  })
  const named: ReadonlyArray<DeviceFault> = [
    ...(paper === "out" ? [ofTrouble("PRINTER_PAPER_OUT")] : []),
    ...(cover === true ? [ofTrouble("PRINTER_COVER_OPEN")] : []),
    ...(error == null || saidAlready(printer) ? [] : [ofTrouble("PRINTER_ERROR", { error })]),
  ]
  // A printer without paper calls itself offline too: the reason says more.
  const away = online === false || device === "lost" || device === "disconnected"
  return [
    ...(away && named.length === 0 ? [ofTrouble("PRINTER_OFFLINE")] : named),
    ...(paper === "low" ? [fault("PRINTER_PAPER_LOW")] : []),
  ]
}

/** Drivers repeat as an error what paper and cover say already, and that it is offline. */
const saidAlready = ({ error, paper, cover }: PrinterFacts): boolean =>
  error === "" ||
  error === "offline" ||
  (error === "paper_out" && paper === "out") ||
  (error === "cover_open" && cover === true)

const ofJobs = ({ printer }: DeviceFacts): ReadonlyArray<DeviceFault> => {
  if (printer === undefined) return []
  const { waiting, oldestWaitingSeconds, unknown, unknownCause: cause } = printer
  return [
    ...(unknown > 0
      ? [fault("JOBS_UNKNOWN", { count: unknown, ...(cause === undefined ? {} : { cause }) })]
      : []),
    ...(waiting > 0 && oldestWaitingSeconds >= waitingSeconds
      ? [fault("JOBS_WAITING", { count: waiting, seconds: oldestWaitingSeconds })]
      : []),
  ]
}

const ofMachine = ({ clockSkewMs, signalDbm }: DeviceFacts): ReadonlyArray<DeviceFault> => [
  ...(clockSkewMs !== undefined && Math.abs(clockSkewMs) >= clockOffMs
    ? [fault("CLOCK_OFF", { skewMs: clockSkewMs })]
    : []),
  ...(signalDbm !== undefined && signalDbm <= weakSignalDbm
    ? [fault("SIGNAL_WEAK", { signalDbm })]
    : []),
]

const fault = (code: string, meta: DeviceFault["meta"] = {}): DeviceFault => ({ code, meta })
