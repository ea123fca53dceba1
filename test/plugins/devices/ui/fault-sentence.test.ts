import { describe, expect, it } from "vitest"
import { deviceFaults } from "#core/kitchen/device-faults.ts"
import { faultSentence } from "#plugins/devices/ui/fault-sentence.ts"

const grill = { id: "p1", name: "Grill", deviceId: "d1", standIn: "Cold" }

/** Whatever its script, it does not turn the sentence around. */
const name = (text: string) => `\u2068${text}\u2069`

describe("a fault in plain words", () => {
  it("[FLEETPAGE-1] names the printer, who prints instead, and what to do", () => {
    expect(faultSentence({ code: "PRINTER_PAPER_OUT", meta: {} }, "Agent 1", grill, "en")).toEqual({
      what: `${name("Grill")} has no paper. Its tickets go to ${name("Cold")}.`,
      todo: "Put a roll in; nothing old will be printed again.",
    })
    const low = faultSentence({ code: "PRINTER_PAPER_LOW", meta: {} }, "Agent 1", grill, "en")
    expect(low.what).toBe(`The paper of ${name("Grill")} is nearly used up.`)
    const off = faultSentence({ code: "DEVICE_OFFLINE", meta: {} }, "Agent 1", grill, "en")
    expect(off.what).toBe(`${name("Agent 1")} is not connected. Its tickets go to ${name("Cold")}.`)
  })

  it("[FLEETPAGE-1] says why nobody can say whether a paper came out", () => {
    const fault = { code: "JOBS_UNKNOWN", meta: { count: 1, cause: "no_fence" } }
    expect(faultSentence(fault, "Agent 1", grill, "en").what).toBe(
      `Nobody can say whether a paper of ${name("Grill")} came out: it cannot say whether paper came out.`,
    )
    expect(faultSentence(fault, "Agent 1", grill, "fr").what).toMatch(
      /est sorti\u00a0: elle ne sait pas dire si le papier est sorti\.$/,
    )
  })

  it("[FLEETPAGE-1] has words in both languages for everything that a device can have", () => {
    const all = deviceFaults({
      status: "active",
      present: true,
      clockSkewMs: -90_000,
      signalDbm: -88,
      printer: {
        device: "ready",
        paper: "out",
        cover: true,
        error: "cutter",
        waiting: 2,
        oldestWaitingSeconds: 90,
        unknown: 1,
      },
      troubles: [
        ...["SECRET_REFUSED", "MESSAGES_UNREADABLE", "MESSAGES_REFUSED", "TOPIC_FORBIDDEN"],
        ...["PACKET_TOO_LARGE", "FLOODED", "ADDRESS_FOREIGN", "JOB_UNKNOWN"],
      ].map((code) => ({ code, count: 2, since: "2026-11-29T00:00:00.000Z", meta: {} })),
    })
    expect(all.length).toBeGreaterThan(13)
    for (const fault of all)
      for (const language of ["en", "fr"] as const) {
        const { what, todo } = faultSentence(fault, "Agent 1", grill, language)
        expect(what).not.toContain(fault.code)
        expect(what + todo).not.toMatch(/NaN|undefined/)
      }
  })

  it("[FLEETPAGE-1] says in words what a driver reports as an error, and a stranger's as it is", () => {
    const reported = (error: string) =>
      faultSentence({ code: "PRINTER_ERROR", meta: { error } }, "Agent 1", undefined, "en").what
    expect(reported("no_answer")).toBe(
      `${name("Agent 1")} does not print: it is there but answers nothing.`,
    )
    expect(reported("E-21")).toBe(`${name("Agent 1")} does not print: it reports an error (E-21).`)
    expect(reported("")).toBe(`${name("Agent 1")} does not print: it reports an error.`)
  })

  it("[FLEETPAGE-1] that nobody knows is still said, with its code", () => {
    const { what } = faultSentence({ code: "NEW_ONE", meta: {} }, "Agent 1", undefined, "en")
    expect(what).toContain("NEW_ONE")
  })
})
