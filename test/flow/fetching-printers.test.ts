import { Effect, Fiber } from "effect"
import { v7 as uuid } from "uuid"
import { describe, expect, it } from "vitest"
import type { Printer } from "#core/kitchen/menu.ts"
import { cloudPrntMqttPrinter } from "#devices/simulators/cloudprnt-mqtt-printer.ts"
import { cloudPrntPrinter } from "#devices/simulators/cloudprnt-printer.ts"
import { epsonPrinter } from "#devices/simulators/epson-printer.ts"
import { readPaper } from "#devices/simulators/read-paper.ts"
import { makeVirtualPrinter, type VirtualPrinter } from "#devices/simulators/virtual-printer.ts"
import { wordsOn } from "#test/devices/encoders/on-paper.ts"
import { pressNamed } from "#test/devices/encoders/on-press.ts"
import { runningHub } from "#test/support/running-hub.ts"

const hub = runningHub()

interface Kind {
  readonly kind: "cloudprnt" | "epson"
  readonly driver: "cloudprnt" | "cloudprntMqtt" | "epson"
  readonly profile: string
  /** As it prints when nobody told it more than its address, and once it is claimed. */
  readonly asks: (url: string, mac: string, machine: VirtualPrinter) => Effect.Effect<never>
  readonly claimed?: (url: string, mac: string, machine: VirtualPrinter) => Effect.Effect<never>
}

const star = (url: string, mac: string, machine: VirtualPrinter) =>
  cloudPrntPrinter({ ...{ url, mac, machine, pollMs: 50 }, accepts: ["text/plain"] })

const kinds: ReadonlyArray<Kind> = [
  { kind: "cloudprnt", driver: "cloudprnt", profile: "star-tsp654", asks: star },
  {
    ...{ kind: "cloudprnt", driver: "cloudprntMqtt", profile: "star-mc-print3", asks: star },
    claimed: (url, mac, machine) =>
      cloudPrntMqttPrinter({ settingUrl: `${url}-setting.json`, mac, machine, remembers: true }),
  },
  {
    ...{ kind: "epson", driver: "epson", profile: "epson-tm-m30-sdp" },
    asks: (url, serial, machine) =>
      epsonPrinter({ ...{ url, serial, machine, pollMs: 50, timeoutMs: 10_000 } }),
  },
]

describe.each(kinds)("a printer with driver $driver, from its box to its first ticket", (one) => {
  it("[CLAIM-2] prints its claim ticket, is claimed by it, and prints what its station cooks", async () => {
    const { api, productId } = hub.restaurant()
    const printer = await api.post<Printer>("/plugins/printer/printers", {
      ...{ name: `Fetching ${one.driver}`, deviceId: uuid(), stations: ["grill"], columns: 48 },
      ...{ language: "en", driver: one.driver, profile: one.profile },
    })
    const { address } = await api.post<{ readonly address: string }>("/plugins/devices/addresses", {
      ...{ kind: one.kind, name: "New printer", printerId: printer.id },
    })
    const url = `${hub.url()}${new URL(address).pathname}`
    const mac = "00:11:62:0a:0b:0c"
    const machine = makeVirtualPrinter()
    const words = (press = pressNamed(one.profile)) =>
      machine
        .papers()
        .map(({ bytes }) =>
          Buffer.from(bytes).toString("latin1").includes("\x1b") || one.kind === "epson"
            ? wordsOn(readPaper(bytes, press).items).join("\n")
            : Buffer.from(bytes).toString("utf8"),
        )
        .join("\n")

    let running = Effect.runFork(one.asks(url, mac, machine))
    await expect.poll(() => words(pressNamed("generic-epos", 32))).toMatch(/[A-Z]{4}-[A-Z]{4}/)
    const [code = ""] = /[A-Z]{4}-[A-Z]{4}/.exec(words(pressNamed("generic-epos", 32))) ?? []
    await api.post(`/plugins/devices/pairings/${code}/approve`, {
      ...{ name: "Grill printer", printerId: printer.id },
    })
    if (one.claimed !== undefined) {
      await Effect.runPromise(Fiber.interrupt(running))
      running = Effect.runFork(one.claimed(url, mac, machine))
    }
    await api.post("/plugins/orders/orders", {
      ...{ id: uuid(), type: "counter", send: true },
      lines: [{ productId: productId("OS MOELLE"), quantity: 2 }],
    })
    await expect.poll(() => words(), { timeout: 20_000 }).toContain("OS MOELLE")
    const jobs = () =>
      api
        .get<{
          readonly items: ReadonlyArray<{ readonly state: string; readonly fence?: string }>
        }>(`/plugins/printer/jobs?printerId=${printer.id}`)
        .then(({ items }) => items.map(({ state, fence }) => [state, fence]))
    await expect
      .poll(jobs, { timeout: 10_000 })
      .toEqual([["printed", one.kind === "epson" ? "sdp" : "cloudprnt"]])
    const foreign = await fetch(`${url}?mac=00:11:62:ff:ff:ff&token=x`)
    expect(foreign.status).toBe(one.kind === "epson" ? 404 : 403)
    await Effect.runPromise(Fiber.interrupt(running))
  }, 60_000)
})
