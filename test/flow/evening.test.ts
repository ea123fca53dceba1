import { describe, expect, it, vi } from "vitest"
import { startService } from "#devices/simulators/service.ts"
import { deviceToken } from "#devices/simulators/service-sign-in.ts"
import { runningHub } from "#test/support/running-hub.ts"

const hub = runningHub()

describe("a simulated evening", () => {
  it("[SERVICE-5] is ordered, cooked, served and closed through the hub's own edges, with nothing refused", async () => {
    const told: Array<string> = []
    const url = hub.url()
    const signIn = hub.signIn()
    const service = startService({
      url,
      prefix: "/api",
      tokenOf: (device) => deviceToken({ ...signIn, api: `${url}/api` }, device),
      waiters: 2,
      speed: 400,
      seed: 7,
      busy: 1,
      cooks: true,
      tell: (line) => told.push(line),
    })
    const happened = (what: RegExp) => told.some((line) => what.test(line))
    try {
      await vi.waitFor(
        () => {
          for (const what of [
            /→ .* heard/,
            /fire course/,
            /served/,
            /closed/,
            /Takeaway #\d+ · handed/,
          ])
            expect(happened(what), `${what} in ${told.join("\n")}`).toBe(true)
        },
        { timeout: 25_000, interval: 100 },
      )
    } finally {
      service.stop()
    }
    expect(told.filter((line) => /could not order|not live/.test(line))).toEqual([])
  })
})
