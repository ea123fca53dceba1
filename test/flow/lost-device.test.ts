import { randomUUID } from "node:crypto"
import { connectAsync } from "mqtt"
import { v7 as uuid } from "uuid"
import { describe, expect, it, onTestFinished } from "vitest"
import { greeted } from "#test/devices/socket/raw-client.ts"
import { runningHub } from "#test/support/running-hub.ts"
import { closed, devicesAt, devicesPath, took } from "./paired-devices.ts"

const hub = runningHub()
const bistro = () => hub.restaurant()
const { ask, connected, deed, fleet, me, paired, refused } = devicesAt(hub)

describe("a device that is lost", () => {
  it("[CRED-3] loses sockets and MQTT within two seconds, and its tokens with them", async () => {
    const [tablet, agent] = [
      await paired("kds", { name: "Lost tablet" }),
      await paired("printerAgent", { name: "Lost agent" }),
    ]
    const socket = await greeted("ws", hub.url(), tablet.accessToken)
    const other = await greeted("socket.io", hub.url(), await bistro().api.token())
    onTestFinished(() => other.close())
    const client = await connected(agent)
    const revoked = await took(
      Promise.all([deed(tablet.deviceId, "revoke"), deed(agent.deviceId, "revoke")]),
      [socket.next("bye"), closed(client)],
    )
    expect(revoked).toBeLessThan(2_000)
    expect(await me(tablet.accessToken)).toBe(401)
    expect(await ask("/auth/refresh", { refreshToken: tablet.refreshToken })).toMatchObject({
      status: 401,
    })
    await refused(agent)
    const resumed = await bistro().api.send(
      "POST",
      `${devicesPath}/devices/${tablet.deviceId}/resume`,
    )
    expect(resumed).toMatchObject({ status: 403, body: { code: "DEVICE_REVOKED" } })
    expect(await fleet(tablet.deviceId)).toMatchObject({ status: "revoked", faults: [] })
  })

  it("[CRED-3] is gone within two seconds when it is a printer that fetches, and its papers go on", async () => {
    const { api } = bistro()
    const { id: printerId } = await api.post<{ id: string }>("/plugins/printer/printers", {
      ...{ name: "Fetching", deviceId: randomUUID(), stations: [], columns: 48, language: "en" },
      ...{ driver: "epson", profile: "epson-tm-m30-sdp" },
    })
    const { deviceId = "", address = "" } = await api.post<Record<string, string>>(
      `${devicesPath}/addresses`,
      { kind: "epson", name: "Fetching", printerId },
    )
    const asks = async () => {
      const body = new URLSearchParams({ ConnectionType: "GetRequest", ID: "E1", Name: "E1" })
      const answer = await fetch(address, { method: "POST", body })
      return { status: answer.status, text: await answer.text() }
    }
    const [code] = /[A-Z]{4}-[A-Z]{4}/.exec((await asks()).text) ?? []
    await api.post(`${devicesPath}/pairings/${code}/approve`, { name: "Fetching", printerId })
    expect((await asks()).status).toBe(200)
    await expect.poll(() => fleet(deviceId)).toMatchObject({ present: true, wire: "http" })
    await deed(deviceId, "suspend")
    expect((await asks()).status).toBe(403)
    await expect
      .poll(() => fleet(deviceId), { timeout: 2_000 })
      .toMatchObject({ present: false, printer: { device: "lost" } })
    await deed(deviceId, "resume")
    expect((await asks()).status).toBe(200)
    await expect
      .poll(() => fleet(deviceId))
      .toMatchObject({ present: true, printer: { device: "ready" } })
  })

  it("[CRED-3] and found again goes on where it was", async () => {
    const tablet = await paired("handheld", { name: "Mislaid", role: "waiter" })
    const socket = await greeted("socket.io", hub.url(), tablet.accessToken)
    const bye = socket.next("bye")
    await deed(tablet.deviceId, "suspend")
    expect(await bye).toMatchObject({ code: "DEVICE_SUSPENDED", retry: true })
    expect(await ask("/auth/refresh", { refreshToken: tablet.refreshToken })).toMatchObject({
      status: 403,
      body: { code: "DEVICE_SUSPENDED" },
    })
    await deed(tablet.deviceId, "resume")
    expect(await me(tablet.accessToken)).toBe(200)
    expect(await ask("/auth/refresh", { refreshToken: tablet.refreshToken })).toMatchObject({
      status: 200,
    })
  })

  it("[CRED-5] hears that it is out, not that it should sign in again, when a new one takes its place", async () => {
    for (let n = 0; n < 6; n++) {
      const old = await paired("kds", { name: `Stolen ${n}`, role: "cook" })
      const socket = await greeted("ws", hub.url(), old.accessToken)
      const bye = socket.next("bye")
      await deed(old.deviceId, "replace")
      expect(await bye).toMatchObject({ code: "DEVICE_REVOKED", retry: false })
    }
  })

  it("[CRED-5] is revoked when a new one takes its place, name, role and screen", async () => {
    const screenId = bistro().screens[1]?.id
    const old = await paired("kds", { name: "Pass", role: "cook", screenId })
    const socket = await greeted("ws", hub.url(), old.accessToken)
    const bye = socket.next("bye")
    const claim = await deed(old.deviceId, "replace")
    expect(await bye).toMatchObject({ code: "DEVICE_REVOKED" })
    expect(await me(old.accessToken)).toBe(401)
    const got = await ask("/devices/claim", { claim: claim["userCode"] })
    expect(got).toMatchObject({ status: 200, body: { deviceId: claim["deviceId"] } })
    expect(await me(String(got.body["accessToken"]))).toBe(200)
    const place = { name: "Pass", role: "cook", screenId, status: "active" }
    expect(await fleet(String(claim["deviceId"]))).toMatchObject(place)
    const gone = await fleet(old.deviceId)
    expect(gone).toMatchObject({ status: "revoked" })
    expect(gone).not.toHaveProperty("screenId")
    const another = await ask("/devices/pair", { kind: "kds" })
    const third = await deed(String(claim["deviceId"]), "replace", {
      userCode: another.body["userCode"],
    })
    expect(
      await ask("/devices/pair/token", { deviceCode: another.body["deviceCode"] }),
    ).toMatchObject({ status: 200, body: { deviceId: third["deviceId"] } })
    expect(await me(String(got.body["accessToken"]))).toBe(401)
    const wrong = await ask("/devices/pair", { kind: "board" })
    const body = { userCode: wrong.body["userCode"] }
    const refusal = await bistro().api.send(
      "POST",
      `${devicesPath}/devices/${third["deviceId"]}/replace`,
      body,
    )
    expect(refusal).toMatchObject({ status: 422, body: { code: "PAIRING_KIND" } })
    expect(await fleet(String(third["deviceId"]))).toMatchObject(place)
  })

  it("[CRED-5] leaves its printer and the queue to the new one", async () => {
    const { api, printers, tenantId } = bistro()
    const printer = printers[2]
    const old = await paired("printerAgent", { name: "Agent bar", printerId: printer?.id })
    const { id: job } = await api.post<{ id: string }>(
      `/plugins/printer/printers/${printer?.id}/test`,
      {},
    )
    const first = await connected(old)
    const said = (device: string, client: typeof first, leaf: string, message: object) =>
      client.publishAsync(`heard/v1/${tenantId}/${device}/up/${leaf}`, JSON.stringify(message), {
        qos: 1,
      })
    const jobState = async () =>
      (await api.get<{ state: string }>(`/plugins/printer/jobs/${job}`)).state
    await said(old.deviceId, first, "state", { s: "ready", boot: 17 })
    await expect.poll(jobState, { timeout: 15_000 }).toBe("sent")
    await said(old.deviceId, first, "ack", { job, attempt: 1 })
    const claim = await deed(old.deviceId, "replace")
    const { body } = await ask("/devices/claim", { claim: claim["claim"] })
    const next = await connected(body as unknown as typeof old)
    // It counts its starts from one, as new as it is.
    await said(String(claim["deviceId"]), next, "state", { s: "ready", boot: 1 })
    await expect.poll(jobState, { timeout: 15_000 }).toBe("unknown")
    await expect
      .poll(() => fleet(String(claim["deviceId"])), { timeout: 15_000 })
      .toMatchObject({
        printerId: printer?.id,
        printer: { device: "ready", waiting: 1, unknown: 1 },
      })
  })

  it("[CRED-3] [CLOUD-7] is out at the broker too when it is a Star printer, by whatever name it went there", async () => {
    const { api } = bistro()
    const printer = await api.post<{ readonly id: string }>("/plugins/printer/printers", {
      ...{ name: "Star", deviceId: uuid(), stations: [], columns: 48, language: "en" },
      ...{ driver: "cloudprntMqtt", profile: "star-mc-print3" },
    })
    const told = await api.post<{ readonly deviceId: string; readonly address: string }>(
      `${devicesPath}/addresses`,
      { kind: "cloudprnt", name: "Star", printerId: printer.id },
    )
    const url = `${hub.url()}${new URL(told.address).pathname}`
    const mac = "00:11:62:0a:0b:0c"
    const poll = { printerMAC: mac, statusCode: "200%20OK", printingInProgress: false }
    const offer = await fetch(url, { method: "POST", body: JSON.stringify(poll) })
    const { jobToken } = (await offer.json()) as { readonly jobToken: string }
    const query = new URLSearchParams({ mac, token: jobToken, type: "text/plain" })
    const [code] = /[A-Z]{4}-[A-Z]{4}/.exec(await (await fetch(`${url}?${query}`)).text()) ?? []
    const approval = { name: "Star", printerId: printer.id }
    await api.post(`${devicesPath}/pairings/${code}/approve`, approval)
    const setting = await (await fetch(`${url}-setting.json?mac=${mac}`)).json()
    const { username, password } = (
      setting as {
        readonly settingForMQTT: {
          readonly mqttConnectionSetting: {
            readonly authenticationSetting: { readonly username: string; readonly password: string }
          }
        }
      }
    ).settingForMQTT.mqttConnectionSetting.authenticationSetting
    const dial = () =>
      connectAsync(hub.mqttUrl(), {
        ...{ protocolVersion: 4, clientId: "star_001162_0a0b0c".replaceAll("_", "") },
        ...{ username, password, reconnectPeriod: 0 },
      })
    const star = await dial()
    onTestFinished(() => star.endAsync(true))
    await expect.poll(async () => (await fleet(told.deviceId)).present).toBe(true)
    expect(await took(deed(told.deviceId, "revoke"), [closed(star)])).toBeLessThan(2_000)
    await expect(dial()).rejects.toThrow("Not authorized")
    expect((await fetch(url, { method: "POST", body: JSON.stringify(poll) })).status).toBe(404)
  })

  it("[CRED-3] is out with the entry that somebody deletes", async () => {
    const tablet = await paired("board", { name: "Sold" })
    await bistro().api.send("DELETE", `${devicesPath}/devices/${tablet.deviceId}`)
    await expect.poll(() => me(tablet.accessToken), { timeout: 2_000 }).toBe(401)
  })
})
