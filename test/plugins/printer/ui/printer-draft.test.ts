import { describe, expect, it } from "vitest"
import { deedsOf, type Job } from "#plugins/printer/ui/printer.ts"
import { logoOf, printerBody } from "#plugins/printer/ui/printer-draft.ts"

const form = (changes: Readonly<Record<string, string>> = {}) => {
  const fields = new FormData()
  const filled = {
    name: " Grill ",
    stations: "grill",
    driver: "network",
    host: "192.168.1.50",
    port: "9100",
    profile: "",
    columns: "42",
    language: "fr",
    copies: "2",
    backupAfterSeconds: "5",
    maxAgeMinutes: "30",
    onUnknown: "ask",
    enabled: "on",
    ...changes,
  }
  for (const [name, value] of Object.entries(filled)) fields.append(name, value)
  return fields
}
const nothing = { backups: [], logo: "" }

describe("the form of a printer", () => {
  it("[PRINTPAGE-3] says everything of a new one, and nothing that was left open", () => {
    const { deviceId, ...body } = printerBody(form(), nothing, undefined)
    expect(deviceId).toMatch(/^[0-9a-f-]{36}$/)
    expect(body).toEqual({
      name: "Grill",
      stations: ["grill"],
      driver: "network",
      address: { host: "192.168.1.50", port: 9100 },
      columns: 42,
      language: "fr",
      copies: 2,
      buzzer: false,
      drawer: false,
      backupAfterSeconds: 5,
      maxAgeSeconds: 1800,
      onUnknown: "ask",
      enabled: true,
    })
  })

  it("[PRINTPAGE-3] takes away what was emptied, and keeps the device that it has", () => {
    const before = {
      deviceId: "d1",
      address: { host: "10.0.0.9", port: 9100 },
      backups: ["p2"],
      logo: "iVBORw0KGgo=",
    } as unknown as Parameters<typeof printerBody>[2]
    const body = printerBody(form({ driver: "agent", deviceId: "" }), nothing, before)
    expect(body).toMatchObject({ deviceId: "d1", address: null, backups: null, logo: null })
    expect("profile" in body).toBe(false)
  })

  it("[PRINTPAGE-3] takes a small PNG as a logo, and nothing else", async () => {
    const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]
    expect(await logoOf(new File([new Uint8Array(png)], "a.png"))).toMatch(/^iVBORw0KGgo/)
    expect(await logoOf(new File(["GIF89a"], "a.gif"))).toBeUndefined()
    const large = new Uint8Array(40_000)
    large.set(png)
    expect(await logoOf(new File([large], "b.png"))).toBeUndefined()
  })
})

it("[PRINTPAGE-2] offers what fits the state of a paper, and nothing of one that another printer took over", () => {
  const job = (state: Job["state"], more = {}) => deedsOf({ state, ...more } as Job)
  expect(job("queued")).toEqual(["cancel"])
  expect(job("unknown")).toEqual(["confirm", "retry"])
  expect(job("printed")).toEqual(["reprint"])
  expect(job("sent")).toEqual([])
  expect(job("cancelled", { movedTo: { printerId: "p2", jobId: "j2" } })).toEqual([])
})
