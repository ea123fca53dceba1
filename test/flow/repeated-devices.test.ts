import { randomUUID } from "node:crypto"
import { describe, expect, it } from "vitest"
import { runningHub } from "#test/support/running-hub.ts"
import { devicesAt, devicesPath } from "./paired-devices.ts"

const hub = runningHub()
const { ask, fleet, paired } = devicesAt(hub)

/** A manager's browser that lost an answer, or whose button was pressed twice. */
const asked = async (path: string, body: object | undefined, key: string) => {
  const { api } = hub.restaurant()
  const response = await fetch(`${hub.url()}/api${devicesPath}${path}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${await api.token()}`,
      "idempotency-key": key,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const said = (text === "" ? {} : JSON.parse(text)) as Record<string, string>
  return { status: response.status, body: said }
}

describe("a request that comes again under its key", () => {
  it.each([
    ["/claims", { kind: "kds", name: "Again" }, "claim"],
    ["/addresses", { kind: "epson", name: "Again" }, "address"],
  ])("[IDEM-3] to %s is the same device with another secret", async (path, body, secret) => {
    const key = randomUUID()
    const first = await asked(path, body, key)
    const second = await asked(path, body, key)
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.body["deviceId"]).toBe(first.body["deviceId"])
    expect(second.body[secret]).not.toBe(first.body[secret])
    for (const other of [{ name: "Other" }, { kind: path === "/claims" ? "board" : "cloudprnt" }])
      expect(await asked(path, { ...body, ...other }, key)).toMatchObject({
        status: 422,
        body: { code: "IDEMPOTENCY_MISMATCH" },
      })
    expect(await fleet(first.body["deviceId"] ?? "")).toMatchObject(body)
  })

  it("[IDEM-3] to approve a code answers how that device stands, also when it is in already", async () => {
    const { body: code } = await ask("/devices/pair", { kind: "kds" })
    const path = `/pairings/${code["userCode"]}/approve`
    const key = randomUUID()
    const approval = { name: "Twice", role: "cook", station: "grill" }
    const { deviceId } = (await asked(path, approval, key)).body
    expect(await asked(path, approval, key)).toMatchObject({
      ...{ status: 200, body: { deviceId, ...approval, kind: "kds", status: "pending" } },
    })
    await ask("/devices/pair/token", { deviceCode: code["deviceCode"] })
    expect(await asked(path, approval, key)).toMatchObject({ status: 200, body: { deviceId } })
    for (const other of [{ name: "Thrice" }, { role: "chef" }])
      expect(await asked(path, { ...approval, ...other }, key)).toMatchObject({
        status: 422,
        body: { code: "IDEMPOTENCY_MISMATCH" },
      })
    expect(await asked(path, approval, randomUUID())).toMatchObject({ status: 404 })
  })

  it("[IDEM-1] to deny a code is answered as before", async () => {
    const { body: code } = await ask("/devices/pair", { kind: "kds" })
    const key = randomUUID()
    for (let n = 0; n < 2; n++)
      expect(await asked(`/pairings/${code["userCode"]}/deny`, undefined, key)).toMatchObject({
        status: 204,
      })
  })

  it("[IDEM-3] replaces a device once, and never by one that the key made elsewhere", async () => {
    const key = randomUUID()
    const claimed = await asked("/claims", { kind: "board", name: "Another" }, key)
    const tablet = await paired("kds", { name: "Stolen", role: "cook" })
    const replace = `/devices/${tablet.deviceId}/replace`
    const first = await asked(replace, undefined, key)
    expect(first.body["deviceId"]).not.toBe(claimed.body["deviceId"])
    expect(await fleet(tablet.deviceId)).toMatchObject({ status: "revoked" })
    expect((await asked(replace, undefined, key)).body["deviceId"]).toBe(first.body["deviceId"])
    expect(await fleet(first.body["deviceId"] ?? "")).toMatchObject({ name: "Stolen", kind: "kds" })
  })
})
