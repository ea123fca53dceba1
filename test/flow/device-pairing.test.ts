import { randomUUID } from "node:crypto"
import { type AddressInfo, createServer } from "node:net"
import { describe, expect, it, onTestFinished } from "vitest"
import type { FleetDevice } from "#core/hub/fleet.ts"
import { greeted, transports } from "#test/devices/socket/raw-client.ts"
import { runningHub } from "#test/support/running-hub.ts"
import { closed, devicesAt, devicesPath, took, type WayIn } from "./paired-devices.ts"

const hub = runningHub()
const bistro = () => hub.restaurant()
const { ask, connected, deed, fleet, paired, refused } = devicesAt(hub)

describe("a tablet that shows a code", () => {
  it("[PAIR-1] is let in by a manager and works in its place, by itself", async () => {
    const asked = await ask("/devices/pair", { kind: "kds", name: "Samsung" })
    const { deviceCode, userCode, verificationUri } = asked.body
    expect(userCode).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/)
    expect(verificationUri).toBe(`${hub.url()}/pair#code=${userCode}`)
    const poll = () => ask("/devices/pair/token", { deviceCode })
    expect(await poll()).toMatchObject({ status: 428, body: { code: "PAIRING_PENDING" } })
    expect(await poll()).toMatchObject({ status: 428, body: { code: "PAIRING_SLOW_DOWN" } })
    const { api, screens } = bistro()
    expect(await api.get(`${devicesPath}/pairings/${userCode}`)).toMatchObject({
      ...{ userCode, way: "pairing", kind: "kds", name: "Samsung", address: "127.0.0.1" },
    })
    const screenId = screens[0]?.id
    const approval = { name: "Grill 1", role: "cook", station: "grill", screenId }
    const approved = await api.post<FleetDevice>(
      `${devicesPath}/pairings/${userCode}/approve`,
      approval,
    )
    expect(approved).toMatchObject({ ...approval, kind: "kds", status: "pending", present: false })
    await hub.database.connection().unsafe("update core.pairing set polled_at = null")
    const got = await poll()
    expect(got).toMatchObject({ status: 200, body: { deviceId: approved.deviceId } })
    expect(await poll()).toMatchObject({ status: 410, body: { code: "PAIRING_EXPIRED" } })
    const client = await greeted("ws", hub.url(), String(got.body["accessToken"]))
    onTestFinished(() => client.close())
    client.send({ t: "subscribe", views: [{ view: `screen/${screenId}` }] })
    expect(await client.next("snapshot")).toMatchObject({ view: `screen/${screenId}` })
    expect(await fleet(approved.deviceId)).toMatchObject({
      ...{ status: "active", present: true, wire: "ws", role: "cook", faults: [] },
    })
  })

  it("[PAIR-2] is turned away for good when the manager says no", async () => {
    const { body } = await ask("/devices/pair", { kind: "board" })
    const { api } = bistro()
    await api.send("POST", `${devicesPath}/pairings/${body["userCode"]}/deny`)
    expect(await ask("/devices/pair/token", { deviceCode: body["deviceCode"] })).toMatchObject({
      status: 410,
      body: { code: "PAIRING_DENIED" },
    })
  })

  it("[PAIR-4] is forgotten when it is approved wrongly five times, and nothing of it is left", async () => {
    const { api } = bistro()
    const before = await api.get<{ total: number }>(`${devicesPath}/devices`)
    const { body } = await ask("/devices/pair", { kind: "kds" })
    const approve = (more: object) =>
      api.send("POST", `${devicesPath}/pairings/${body["userCode"]}/approve`, {
        name: "x",
        ...more,
      })
    for (let n = 0; n < 5; n++)
      expect(await approve({ role: "nobody" })).toMatchObject({
        status: 422,
        body: { code: "ROLE_UNKNOWN" },
      })
    expect(await approve({ role: "cook" })).toMatchObject({
      status: 404,
      body: { code: "PAIRING_NOT_FOUND" },
    })
    expect(await api.get(`${devicesPath}/devices`)).toMatchObject({ total: before.total })
  })
})

describe("a print agent", () => {
  it("[PAIR-9] that is paired at a printer prints for it, and no other device does", async () => {
    const { api, printers, tenantId } = bistro()
    const printer = printers[0]
    const claim = await api.post<Record<string, string>>(`${devicesPath}/claims`, {
      ...{ kind: "printerAgent", name: "Agent grill", printerId: printer?.id },
    })
    expect(claim).toMatchObject({ expiresIn: 900 })
    const got = await ask("/devices/claim", { claim: claim["claim"] })
    expect(got).toMatchObject({
      status: 200,
      body: {
        deviceId: claim["deviceId"],
        tenantId,
        mqtt: { url: hub.mqttUrl(), username: `${tenantId}/${claim["deviceId"]}` },
      },
    })
    expect(await ask("/devices/claim", { claim: claim["claim"] })).toMatchObject({ status: 410 })
    expect(await api.get(`/plugins/printer/printers/${printer?.id}`)).toMatchObject({
      deviceId: claim["deviceId"],
    })
    const { items } = await api.get<{ items: ReadonlyArray<FleetDevice> }>(
      `${devicesPath}/devices?size=200`,
    )
    const there = items.filter(({ printerId }) => printerId === printer?.id)
    expect(there.map(({ deviceId }) => deviceId)).toEqual([claim["deviceId"]])
    const client = await connected(got.body as unknown as WayIn)
    const topic = `heard/v1/${tenantId}/${claim["deviceId"]}/up`
    await client.publishAsync(
      `${topic}/info`,
      '{"model":"TM-T20","agent":"agent/1","signalDbm":-88}',
      {
        qos: 1,
      },
    )
    const hourAgo = new Date(Date.now() - 3_600_000).toISOString()
    await client.publishAsync(`${topic}/state`, `{"s":"ready","boot":1,"ts":"${hourAgo}"}`, {
      qos: 1,
    })
    await client.publishAsync(`${topic}/status`, '{"online":false,"paper":"out","cover":false}', {
      qos: 1,
    })
    await client.publishAsync(`${topic}/result`, "garbage", { qos: 1 })
    await expect
      .poll(() => fleet(claim["deviceId"] ?? ""), { timeout: 5_000 })
      .toMatchObject({
        ...{ model: "TM-T20", version: "agent/1", signalDbm: -88, present: true, wire: "mqtt" },
        printer: { device: "ready", paper: "out" },
        faults: [
          { code: "PRINTER_PAPER_OUT", since: expect.stringMatching(/^20\d\d-.*Z$/) },
          { code: "MESSAGES_UNREADABLE", meta: { topic: "up/result", count: 1 } },
          { code: "CLOCK_OFF" },
          { code: "SIGNAL_WEAK" },
        ],
      })
  })

  it("[PAIR-9] is refused a printer that the restaurant does not have", async () => {
    const body = {
      kind: "printerAgent",
      name: "x",
      printerId: "01930000-0000-7000-8000-000000000009",
    }
    expect(await bistro().api.send("POST", `${devicesPath}/claims`, body)).toMatchObject({
      status: 422,
      body: { code: "PRINTER_UNKNOWN" },
    })
  })

  it("[CRED-4] that gets another secret is out at once, and in again with the new one", async () => {
    const agent = await paired("printerAgent", { name: "Agent bar", role: "cook" })
    const client = await connected(agent)
    const ms = await took(deed(agent.deviceId, "rotate"), [closed(client)])
    expect(ms).toBeLessThan(2_000)
    await refused(agent)
    const next = await deed(agent.deviceId, "rotate")
    await connected({ ...agent, ...next } as unknown as WayIn)
    await expect
      .poll(async () => (await fleet(agent.deviceId)).faults, { timeout: 5_000 })
      .toEqual([])
  })

  it("[FLEET-5] whose secret somebody guesses shows it", async () => {
    const agent = await paired("printerAgent", { name: "Agent cold" })
    await refused({ ...agent, mqtt: { ...(agent.mqtt ?? fail()), password: "wrong" } })
    expect(await fleet(agent.deviceId)).toMatchObject({
      faults: [{ code: "SECRET_REFUSED", meta: { address: "127.0.0.1", count: 1 } }],
    })
  })
})

const fail = (): never => {
  throw new Error("an agent speaks MQTT")
}

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
      .poll(() => items().at(-1), { timeout: 5_000 })
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
      .poll(() => items().at(-1)?.faults, { timeout: 5_000 })
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
      .poll(async () => (await fleet(tablet.deviceId)).faults, { timeout: 5_000 })
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
