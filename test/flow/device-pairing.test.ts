import { v7 as uuid } from "uuid"
import { describe, expect, it, onTestFinished } from "vitest"
import type { FleetDevice } from "#core/hub/fleet.ts"
import { greeted } from "#test/devices/socket/raw-client.ts"
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

  it("[PAIR-11] is not let in at a station or screen that is not there, and nothing of it is left", async () => {
    const { api } = bistro()
    const before = await api.get<{ total: number }>(`${devicesPath}/devices`)
    const { body } = await ask("/devices/pair", { kind: "kds" })
    const nowhere: ReadonlyArray<readonly [object, string]> = [
      [{ station: "moon" }, "STATION_UNKNOWN"],
      [{ screenId: "01930000-0000-7000-8000-000000000009" }, "SCREEN_UNKNOWN"],
    ]
    for (const [place, code] of nowhere)
      expect(
        await api.send("POST", `${devicesPath}/pairings/${body["userCode"]}/approve`, {
          ...{ name: "x", role: "cook" },
          ...place,
        }),
      ).toMatchObject({ status: 422, body: { code } })
    expect(await api.get(`${devicesPath}/devices`)).toMatchObject({ total: before.total })
  })

  it("[FLEET-9] [CRED-12] hears which screen it is given, and has another role's rights from its next message on", async () => {
    const { api, screens } = bistro()
    const tablet = await paired("kds", { name: "Moves", role: "cook", screenId: screens[0]?.id })
    const path = `${devicesPath}/devices/${tablet.deviceId}`
    const client = await greeted("ws", hub.url(), tablet.accessToken)
    onTestFinished(() => client.close())
    const view = `self/${tablet.deviceId}`
    client.send({ t: "subscribe", views: [{ view }] })
    expect(await client.next("snapshot")).toMatchObject({
      items: [{ id: tablet.deviceId, v: { screenId: screens[0]?.id, name: "Moves" } }],
    })
    const told = client.next("ev")
    await api.send("PATCH", path, { screenId: screens[1]?.id })
    expect(await told).toMatchObject({ view, v: { screenId: screens[1]?.id } })
    const bumping = async () => {
      const cid = uuid()
      const answer = client.next("nack")
      client.send({ t: "cmd", cid, op: "bumpTicket", args: { ticketId: uuid() } })
      return (await answer).code
    }
    expect(await bumping()).not.toBe("AUTH_FORBIDDEN")
    expect(await api.send("PATCH", path, { role: "nobody" })).toMatchObject({
      status: 422,
      body: { code: "ROLE_UNKNOWN" },
    })
    expect((await api.send("PATCH", path, { role: "viewer" })).body).toMatchObject({
      ...{ role: "viewer", name: "Moves", screenId: screens[1]?.id },
    })
    expect(await bumping()).toBe("AUTH_FORBIDDEN")
    expect((await api.send("PATCH", path, { role: null })).body).not.toHaveProperty("role")
    expect(await bumping()).not.toBe("AUTH_FORBIDDEN")
    const other = await paired("board", { name: "Curious" })
    const curious = await greeted("ws", hub.url(), other.accessToken)
    onTestFinished(() => curious.close())
    curious.send({ t: "subscribe", views: [{ view }] })
    expect(await curious.next("nack")).toMatchObject({ code: "VIEW_UNKNOWN" })
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
      .poll(() => fleet(claim["deviceId"] ?? ""), { timeout: 15_000 })
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

  it("[CRED-4] [CRED-13] that cannot take another secret is out at once, and in again with the new one", async () => {
    const agent = await paired("printerAgent", { name: "Agent bar", role: "cook" })
    const client = await connected(agent)
    const { tenantId, deviceId } = agent
    await client.subscribeAsync(`heard/v1/${tenantId}/${deviceId}/down/cmd`, { qos: 1 })
    client.on("message", (_, payload) => {
      const { id } = JSON.parse(String(payload)) as { id: string }
      const answer = JSON.stringify({ id, ok: false, cause: "unsupported" })
      client.publish(`heard/v1/${tenantId}/${deviceId}/up/result`, answer, { qos: 1 })
    })
    await expect.poll(async () => (await fleet(deviceId)).present).toBe(true)
    const ms = await took(deed(deviceId, "rotate"), [closed(client)])
    expect(ms).toBeLessThan(2_000)
    await refused(agent)
    await expect.poll(async () => (await fleet(deviceId)).present).toBe(false)
    const next = await deed(deviceId, "rotate")
    await connected({ ...agent, ...next } as unknown as WayIn)
    await expect
      .poll(async () => (await fleet(agent.deviceId)).faults, { timeout: 15_000 })
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
