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

  it("[CRED-3] and found again goes on where it was", async () => {
    const tablet = await paired("handheld", { name: "Mislaid", role: "waiter" })
    const socket = await greeted("socket.io", hub.url(), tablet.accessToken)
    const bye = socket.next("bye")
    await deed(tablet.deviceId, "suspend")
    expect(await bye).toMatchObject({ code: "DEVICE_SUSPENDED", retry: false })
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

  it("[CRED-5] gives its place to another machine, which keeps name, screen and queue", async () => {
    const screenId = bistro().screens[1]?.id
    const old = await paired("kds", { name: "Pass", role: "cook", screenId })
    const socket = await greeted("ws", hub.url(), old.accessToken)
    const bye = socket.next("bye")
    const claim = await deed(old.deviceId, "replace")
    expect(await me(old.accessToken)).toBe(200)
    const got = await ask("/devices/claim", { claim: claim["userCode"] })
    expect(got).toMatchObject({ status: 200, body: { deviceId: old.deviceId } })
    expect(await bye).toMatchObject({ code: "DEVICE_REPLACED" })
    expect(await me(old.accessToken)).toBe(401)
    expect(await me(String(got.body["accessToken"]))).toBe(200)
    expect(await fleet(old.deviceId)).toMatchObject({ name: "Pass", screenId, status: "active" })
    const another = await ask("/devices/pair", { kind: "kds" })
    await deed(old.deviceId, "replace", { userCode: another.body["userCode"] })
    expect(
      await ask("/devices/pair/token", { deviceCode: another.body["deviceCode"] }),
    ).toMatchObject({ status: 200, body: { deviceId: old.deviceId } })
    expect(await me(String(got.body["accessToken"]))).toBe(401)
    const wrong = await ask("/devices/pair", { kind: "board" })
    const body = { userCode: wrong.body["userCode"] }
    expect(
      await bistro().api.send("POST", `${devicesPath}/devices/${old.deviceId}/replace`, body),
    ).toMatchObject({ status: 422, body: { code: "PAIRING_KIND" } })
  })

  it("[CRED-3] is out with the entry that somebody deletes", async () => {
    const tablet = await paired("board", { name: "Sold" })
    await bistro().api.send("DELETE", `${devicesPath}/devices/${tablet.deviceId}`)
    await expect.poll(() => me(tablet.accessToken), { timeout: 2_000 }).toBe(401)
  })
})
