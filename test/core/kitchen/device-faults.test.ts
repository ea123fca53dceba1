import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type DeviceFacts, deviceFaults } from "#core/kitchen/device-faults.ts"

const well: DeviceFacts = {
  kind: "printerAgent",
  status: "active",
  present: true,
  lastSeenAt: "2026-11-20T18:42:00.000Z",
  clockSkewMs: 200,
  signalDbm: -55,
  troubles: [],
  printer: {
    ...{ device: "ready", online: true, paper: "ok", cover: false, error: null },
    ...{ waiting: 0, oldestWaitingSeconds: 0, unknown: 0 },
  },
}
const codes = (facts: DeviceFacts) => deviceFaults(facts).map(({ code }) => code)
const printer = (more: Partial<NonNullable<DeviceFacts["printer"]>>): DeviceFacts => ({
  ...well,
  printer: { ...(well.printer as NonNullable<DeviceFacts["printer"]>), ...more },
})

const Facts: fc.Arbitrary<DeviceFacts> = fc.record(
  {
    status: fc.constantFrom("pending", "active", "suspended", "revoked"),
    present: fc.boolean(),
    troubles: fc.array(
      fc.record({
        code: fc.constantFrom("SECRET_REFUSED", "MESSAGES_UNREADABLE", "FLOODED"),
        count: fc.nat(),
        since: fc.constant("2026-11-20T18:42:00.000Z"),
        meta: fc.constant({}),
      }),
      { maxLength: 3 },
    ),
    lastSeenAt: fc.constant("2026-11-20T18:42:00.000Z"),
    clockSkewMs: fc.integer(),
    signalDbm: fc.integer({ min: -120, max: 0 }),
    printer: fc.record(
      {
        device: fc.constantFrom("ready", "disconnected", "lost", "unknown"),
        waiting: fc.nat(),
        oldestWaitingSeconds: fc.nat(),
        unknown: fc.nat(),
        online: fc.boolean(),
        paper: fc.constantFrom("ok", "low", "out"),
        cover: fc.boolean(),
        error: fc.option(fc.string()),
      },
      { requiredKeys: ["device", "waiting", "oldestWaitingSeconds", "unknown"] },
    ),
  },
  { requiredKeys: ["status", "present", "troubles"] },
)

describe("what is wrong with a device", () => {
  it("[FLEET-2] is nothing when it works", () => {
    expect(deviceFaults(well)).toEqual([])
  })

  it("[FLEET-2] is the printer's reason rather than that it is offline", () => {
    expect(codes(printer({ paper: "out", online: false }))).toEqual(["PRINTER_PAPER_OUT"])
    expect(codes(printer({ cover: true, online: false }))).toEqual(["PRINTER_COVER_OPEN"])
    expect(codes(printer({ error: "cutter", online: false }))).toEqual(["PRINTER_ERROR"])
    expect(codes(printer({ online: false }))).toEqual(["PRINTER_OFFLINE"])
    expect(codes(printer({ device: "lost" }))).toEqual(["PRINTER_OFFLINE"])
    expect(codes(printer({ paper: "low" }))).toEqual(["PRINTER_PAPER_LOW"])
  })

  it("[FLEET-2] is said once, though a driver repeats as an error what paper, cover and line say", () => {
    for (const error of ["paper_out", "cover_open", "offline", "cutter"] as const)
      expect(codes(printer({ paper: "out", cover: true, online: false, error }))).toEqual([
        "PRINTER_PAPER_OUT",
        "PRINTER_COVER_OPEN",
        ...(error === "cutter" ? ["PRINTER_ERROR"] : []),
      ])
    expect(codes(printer({ online: false, error: "offline" }))).toEqual(["PRINTER_OFFLINE"])
  })

  it("[FLEET-2] says since when a printer does not print", () => {
    const troubledSince = "2026-11-20T18:40:00.000Z"
    expect(
      deviceFaults(printer({ paper: "out", online: false, error: "paper_out", troubledSince })),
    ).toEqual([{ code: "PRINTER_PAPER_OUT", since: troubledSince, meta: {} }])
    expect(deviceFaults(printer({ device: "lost", troubledSince }))).toEqual([
      { code: "PRINTER_OFFLINE", since: troubledSince, meta: {} },
    ])
    expect(deviceFaults(printer({ paper: "low", troubledSince }))[0]).not.toHaveProperty("since")
  })

  it("[FLEET-2] is that it is gone, and since when, of one that was here", () => {
    expect(deviceFaults({ ...printer({ paper: "out" }), present: false })).toEqual([
      { code: "DEVICE_OFFLINE", since: "2026-11-20T18:42:00.000Z", meta: {} },
    ])
    const { lastSeenAt: _, ...never } = well
    expect(codes({ ...never, present: false })).toEqual([])
    const troubledSince = "2026-11-20T18:40:00.000Z"
    const looked = { ...printer({ device: "lost", troubledSince }), present: false }
    const { lastSeenAt: __, ...inVain } = looked
    expect(deviceFaults(inVain)).toEqual([
      { code: "DEVICE_OFFLINE", since: troubledSince, meta: {} },
    ])
  })

  it("[FLEET-2] is a clock half a minute off, a weak radio, papers of unknown fate, and papers that wait", () => {
    expect(codes({ ...well, clockSkewMs: -3_600_000 })).toEqual(["CLOCK_OFF"])
    expect(codes({ ...well, clockSkewMs: 29_999 })).toEqual([])
    expect(codes({ ...well, signalDbm: -85 })).toEqual(["SIGNAL_WEAK"])
    expect(codes(printer({ unknown: 2 }))).toEqual(["JOBS_UNKNOWN"])
    expect(deviceFaults(printer({ unknown: 2, unknownCause: "power_cut" }))).toEqual([
      { code: "JOBS_UNKNOWN", meta: { count: 2, cause: "power_cut" } },
    ])
    expect(codes(printer({ waiting: 3, oldestWaitingSeconds: 90 }))).toEqual(["JOBS_WAITING"])
  })

  it("[FLEET-2] is only what strangers try, of a device that is out of service", () => {
    const troubles = [
      { code: "SECRET_REFUSED", count: 7, since: "2026-11-20T18:42:00.000Z", meta: {} },
    ]
    for (const status of ["suspended", "revoked"] as const)
      expect(
        deviceFaults({ ...printer({ paper: "out" }), status, present: false, troubles }),
      ).toEqual([{ code: "SECRET_REFUSED", since: "2026-11-20T18:42:00.000Z", meta: { count: 7 } }])
  })

  it("[FLEET-2] names each fault of its own once and every trouble, whatever is known", () => {
    fc.assert(
      fc.property(Facts, (facts) => {
        const faults = deviceFaults(facts)
        const own = faults.length - facts.troubles.length
        expect(own).toBeGreaterThanOrEqual(0)
        const named = faults.map(({ code }) => code)
        const troubled = new Set(facts.troubles.map(({ code }) => code))
        const ours = named.filter((code) => !troubled.has(code))
        expect(new Set(ours).size).toBe(ours.length)
        if (facts.status !== "active") expect(own).toBe(0)
        if (!facts.present) expect(ours.filter((code) => code.startsWith("PRINTER_"))).toEqual([])
        expect(deviceFaults(facts)).toEqual(faults)
      }),
    )
  })
})
