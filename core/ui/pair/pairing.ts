import type { DeviceWayIn } from "#core/ui/session/paired-device.ts"

/** What a browser can become. */
export const pairKinds = ["kds", "handheld", "board"] as const
export type PairKind = (typeof pairKinds)[number]

/** What somebody said that this browser is. */
export interface Ask {
  readonly kind: PairKind
  /** Empty: none. */
  readonly name: string
}

export interface PairingCode {
  /** This device's own; never shown. */
  readonly deviceCode: string
  /** `BCDF-GHJK` */
  readonly userCode: string
  /** Where a manager approves. */
  readonly verificationUri: string
  /** Seconds. */
  readonly expiresIn: number
  /** Seconds between two questions. */
  readonly interval: number
}

/** How far a device is on its way into a restaurant. */
export type Pairing =
  | { readonly step: "choosing" }
  /** `nth` counts the codes that ended before: nobody came. */
  | { readonly step: "asking"; readonly nth: number; readonly trouble?: Trouble }
  | {
      readonly step: "waiting"
      readonly nth: number
      readonly code: PairingCode
      readonly intervalMs: number
      readonly trouble?: Trouble
    }
  | { readonly step: "over"; readonly why: Ended }
  | { readonly step: "arrived"; readonly wayIn: DeviceWayIn }

/** It goes on by itself. offline: nobody answered · busy: the hub has too much to do */
export type Trouble = "offline" | "busy"

/** denied: a manager said no · unanswered: nobody came for several codes · refused: as the hub says */
export type Ended =
  | { readonly kind: "denied" | "unanswered" }
  | { readonly kind: "refused"; readonly code: string; readonly detail: string }

/** What came of a question to the hub. */
export type Outcome<A> =
  | { readonly answer: A }
  | {
      readonly refusal: { readonly status: number; readonly code: string; readonly detail: string }
    }
  | "unreachable"

/** So many codes a device shows by itself; a tablet that somebody forgot must not ask for ever. */
const mostCodes = 4
/** RFC 8628 §3.5: five seconds more for each "slow down"; a code must still be asked for a few times while it lasts. */
const slowerMs = 5000
const slowestMs = 60_000

/** After the hub was asked for a code. */
export const afterAsking = (nth: number, outcome: Outcome<PairingCode>): Pairing => {
  if (outcome === "unreachable") return { step: "asking", nth, trouble: "offline" }
  if ("answer" in outcome) {
    const code = outcome.answer
    return { step: "waiting", nth, code, intervalMs: code.interval * 1000 }
  }
  return isPassing(outcome.refusal)
    ? { step: "asking", nth, trouble: "busy" }
    : { step: "over", why: { kind: "refused", ...outcome.refusal } }
}

/** After the hub was asked whether somebody approved. */
export const afterPolling = (
  waiting: Extract<Pairing, { step: "waiting" }>,
  outcome: Outcome<DeviceWayIn>,
): Pairing => {
  const { trouble: _, ...calm } = waiting
  if (outcome === "unreachable") return { ...calm, trouble: "offline" }
  if ("answer" in outcome) return { step: "arrived", wayIn: outcome.answer }
  const { refusal } = outcome
  switch (refusal.code) {
    case "PAIRING_PENDING":
      return calm
    case "PAIRING_SLOW_DOWN":
      return slower(calm)
    case "PAIRING_DENIED":
      return { step: "over", why: { kind: "denied" } }
    case "PAIRING_EXPIRED":
      return waiting.nth + 1 < mostCodes
        ? { step: "asking", nth: waiting.nth + 1 }
        : { step: "over", why: { kind: "unanswered" } }
    default:
      return isPassing(refusal)
        ? { ...slower(calm), trouble: "busy" }
        : { step: "over", why: { kind: "refused", ...refusal } }
  }
}

const slower = <W extends { readonly intervalMs: number }>(waiting: W): W => ({
  ...waiting,
  intervalMs: Math.min(slowestMs, waiting.intervalMs + slowerMs),
})

/** Too much at once, or a hub that is just starting. A hub that locked this address says for how long: a person decides. */
const isPassing = ({ status, code }: { status: number; code: string }): boolean =>
  status >= 500 || code === "RATE_LIMITED"
