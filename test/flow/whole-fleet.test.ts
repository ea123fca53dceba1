import { randomUUID } from "node:crypto"
import { type AddressInfo, createServer } from "node:net"
import { describe, expect, it, onTestFinished } from "vitest"
import type { FleetDevice } from "#core/hub/fleet.ts"
import { greeted, transports } from "#test/devices/socket/raw-client.ts"
import { runningHub } from "#test/support/running-hub.ts"
import { devicesAt, devicesPath } from "./paired-devices.ts"

const hub = runningHub()
const bistro = () => hub.restaurant()
const { deed, fleet, paired } = devicesAt(hub)

describe("the fleet", () => {
  it("[FLEET-1] shows each device once, and what changes about it as it happens", async () => {
    const client = await greeted("ws", hub.url(), await bistro().api.token())
    onTestFinished(() => client.close())
    client.send({ t: "subscribe", views: [{ view: "devices" }] })
    const tablet = await paired("kds", { name: "Watched", role: "cook" })
    const items = () =>
      client.heard.flatMap((frame) =>
        frame.t === "ev" && frame.id === tablet.deviceId ? [frame.v as FleetDevice] : [],
      )
    await expect
      .poll(() => items().at(-1), { timeout: 15_000 })
      .toMatchObject({
        name: "Watched",
        kind: "kds",
        role: "cook",
        status: "active",
        present: false,
      })
    const socket = await greeted("ws", hub.url(), tablet.accessToken)
    await expect.poll(() => items().at(-1)).toMatchObject({ present: true, wire: "ws" })
    socket.close()
    await expect
      .poll(() => items().at(-1)?.faults, { timeout: 15_000 })
      .toMatchObject([{ code: "DEVICE_OFFLINE" }])
    await deed(tablet.deviceId, "suspend")
    await expect.poll(() => items().at(-1)).toMatchObject({ status: "suspended", faults: [] })
    const one = await fleet(tablet.deviceId)
    expect(items().at(-1)).toEqual(
      Object.fromEntries(
        Object.entries(one).filter(([field]) => field !== "id" && field !== "rev"),
      ),
    )
  })

  it.each(transports)("[FLEET-5] tells whose frame over %s is too large", async (transport) => {
    const tablet = await paired("kds", { name: `Broken over ${transport}`, role: "cook" })
    const socket = await greeted(transport, hub.url(), tablet.accessToken)
    onTestFinished(() => socket.close())
    socket.send({ t: "cmd", cid: randomUUID(), op: "echo", args: { text: "x".repeat(80_000) } })
    expect(await socket.next("bye")).toMatchObject({ code: "FRAME_TOO_LARGE" })
    await expect
      .poll(async () => (await fleet(tablet.deviceId)).faults, { timeout: 15_000 })
      .toContainEqual(expect.objectContaining({ code: "PACKET_TOO_LARGE" }))
  })

  it("[FLEET-1] shows a printer that the hub dials under its own name, there or not", async () => {
    const { api } = bistro()
    const client = await greeted("ws", hub.url(), await api.token())
    onTestFinished(() => client.close())
    client.send({ t: "subscribe", views: [{ view: "devices" }] })
    const listening = createServer((line) => line.on("error", () => undefined))
    onTestFinished(() => void listening.close())
    await new Promise<void>((ready) => listening.listen(0, "127.0.0.1", ready))
    const { port } = listening.address() as AddressInfo
    const shown = async (name: string, at: number) => {
      const address = { host: "127.0.0.1", port: at }
      const { id } = await api.post<{ id: string }>("/plugins/printer/printers", {
        ...{ name, deviceId: randomUUID(), stations: [], columns: 48, language: "en" },
        ...{ driver: "network", address },
      })
      return () =>
        client.heard
          .flatMap((frame) => (frame.t === "ev" ? [frame.v as FleetDevice | null] : []))
          .findLast((item) => item?.printerId === id)
    }
    const there = await shown("Counter", port)
    // Nobody listens on port 9 of this machine.
    const gone = await shown("Cellar", 9)
    await expect
      .poll(there, { timeout: 10_000 })
      .toMatchObject({ name: "Counter", present: true, wire: "tcp", faults: [] })
    await expect.poll(gone, { timeout: 10_000 }).toMatchObject({
      ...{ name: "Cellar", present: false },
      faults: [{ code: "DEVICE_OFFLINE", since: expect.stringMatching(/Z$/) }],
    })
  })

  it("[PAIR-7] tells a printer's secret address once, as the hub is called", async () => {
    const { api, printers } = bistro()
    const body = { kind: "cloudprnt", name: "Star bar", printerId: printers[1]?.id }
    const told = await api.post<Record<string, string>>(`${devicesPath}/addresses`, body)
    const form = new RegExp(`^${hub.url()}/p/[A-Za-z0-9_-]{43}/cloudprnt$`)
    expect(told["address"]).toMatch(form)
    const next = await deed(told["deviceId"] ?? "", "rotate")
    expect(next["address"]).toMatch(form)
    expect(next["address"]).not.toBe(told["address"])
    const shown = JSON.stringify(await fleet(told["deviceId"] ?? ""))
    expect(shown).not.toContain(String(next["address"]).split("/")[4])
  })
})
