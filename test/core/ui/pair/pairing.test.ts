import fc from "fast-check"
import { describe, expect, it } from "vitest"
import {
  afterAsking,
  afterPolling,
  type Outcome,
  type Pairing,
  type PairingCode,
} from "#core/ui/pair/pairing.ts"
import type { DeviceWayIn } from "#core/ui/session/paired-device.ts"

const code: PairingCode = {
  deviceCode: "secret",
  userCode: "BCDF-GHJK",
  verificationUri: "http://10.0.0.2:8080/pair#code=BCDF-GHJK",
  expiresIn: 900,
  interval: 5,
}
const wayIn: DeviceWayIn = {
  deviceId: "d",
  tenantId: "t",
  accessToken: "a",
  refreshToken: "r",
  expiresIn: 900,
}
const no = (name: string, status = 428) => ({
  refusal: { status, code: name, detail: `the hub says ${name}` },
})
type Waiting = Extract<Pairing, { step: "waiting" }>
const waiting = (nth = 0, intervalMs = 5000): Waiting => ({
  step: "waiting",
  nth,
  code,
  intervalMs,
})

describe("a device that shows its code", () => {
  it("[PAIRPAGE-2] goes on as long as nobody has answered, and arrives when somebody approves", () => {
    expect(afterPolling(waiting(), no("PAIRING_PENDING"))).toEqual(waiting())
    expect(afterPolling(waiting(), { answer: wayIn })).toEqual({ step: "arrived", wayIn })
  })

  it("[PAIRPAGE-2] asks five seconds slower each time it is told to slow down", () => {
    const once = afterPolling(waiting(), no("PAIRING_SLOW_DOWN")) as Waiting
    expect(once.intervalMs).toBe(10_000)
    expect(afterPolling(once, no("PAIRING_SLOW_DOWN"))).toMatchObject({ intervalMs: 15_000 })
    expect(afterPolling(once, no("RATE_LIMITED", 429))).toMatchObject({ trouble: "busy" })
  })

  it("[PAIRPAGE-2] says that the hub is gone, and no longer when it is back", () => {
    const gone = afterPolling(waiting(), "unreachable") as Waiting
    expect(gone).toEqual({ ...waiting(), trouble: "offline" })
    expect(afterPolling(gone, no("PAIRING_PENDING"))).toEqual(waiting())
    expect(afterAsking(1, "unreachable")).toEqual({ step: "asking", nth: 1, trouble: "offline" })
  })

  it("[PAIRPAGE-2] asks for another code when its own ended, four in all, and ends when it was turned away", () => {
    expect(afterPolling(waiting(2), no("PAIRING_EXPIRED", 410))).toEqual({ step: "asking", nth: 3 })
    const last = afterPolling(waiting(3), no("PAIRING_EXPIRED", 410))
    expect(last).toEqual({ step: "over", why: { kind: "unanswered" } })
    const denied = afterPolling(waiting(), no("PAIRING_DENIED", 410))
    expect(denied).toEqual({ step: "over", why: { kind: "denied" } })
    expect(afterAsking(0, no("PAIRING_TOO_MANY", 429))).toMatchObject({
      step: "over",
      why: { kind: "refused", code: "PAIRING_TOO_MANY" },
    })
  })

  it("[PAIRPAGE-2] never asks more often than the hub said, nor less than once a minute, whatever is answered", () => {
    const answers = fc.constantFrom<Outcome<DeviceWayIn>>(
      "unreachable",
      no("PAIRING_PENDING"),
      no("PAIRING_SLOW_DOWN"),
      no("RATE_LIMITED", 429),
      no("OVERLOADED", 503),
      no("PAIRING_EXPIRED", 410),
    )
    fc.assert(
      fc.property(fc.array(answers, { maxLength: 60 }), (all) => {
        let now: Pairing = afterAsking(0, { answer: code })
        let codes = 1
        for (const answer of all) {
          if (now.step === "asking") {
            now = afterAsking(now.nth, { answer: code })
            codes += 1
          }
          if (now.step !== "waiting") break
          expect(now.intervalMs).toBeGreaterThanOrEqual(5000)
          expect(now.intervalMs).toBeLessThanOrEqual(60_000)
          now = afterPolling(now, answer)
        }
        expect(codes).toBeLessThanOrEqual(4)
      }),
    )
  })
})
