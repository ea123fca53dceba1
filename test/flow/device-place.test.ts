import { randomUUID } from "node:crypto"
import { describe, expect, it } from "vitest"
import { runningHub } from "#test/support/running-hub.ts"
import { devicesAt, devicesPath } from "./paired-devices.ts"

const hub = runningHub()
const bistro = () => hub.restaurant()
const { ask, deed, fleet, paired } = devicesAt(hub)

describe("where a device stands", () => {
  it("[PAIR-11] is refused when the restaurant has no such station, screen or printer", async () => {
    const { api } = bistro()
    const nobody = randomUUID()
    const wrong = [
      [{ station: "nosuch" }, "STATION_UNKNOWN"],
      [{ screenId: nobody }, "SCREEN_UNKNOWN"],
      [{ printerId: nobody }, "PRINTER_UNKNOWN"],
    ] as const
    const tablet = await paired("kds", { name: "Somewhere", role: "cook" })
    const { body } = await ask("/devices/pair", { kind: "kds" })
    const ways = [
      ["POST", `${devicesPath}/pairings/${body["userCode"]}/approve`, { name: "x" }],
      ["POST", `${devicesPath}/claims`, { kind: "kds", name: "x" }],
      ["POST", `${devicesPath}/devices`, { kind: "kds", name: "x" }],
      ["PATCH", `${devicesPath}/devices/${tablet.deviceId}`, {}],
    ] as const
    for (const [method, path, said] of ways)
      for (const [place, code] of wrong)
        expect(await api.send(method, path, { ...said, ...place })).toMatchObject({
          status: 422,
          body: { code, meta: place },
        })
  })

  it("[PAIR-11] may be gone later: the device is renamed and replaced all the same", async () => {
    const { api } = bistro()
    const { id } = await api.post<{ id: string }>("/plugins/kds/screens", {
      ...{ name: "For a week", stations: ["grill"] },
    })
    const tablet = await paired("kds", { name: "Guest", role: "cook", screenId: id })
    expect((await api.send("DELETE", `/plugins/kds/screens/${id}`)).status).toBe(204)
    const path = `${devicesPath}/devices/${tablet.deviceId}`
    expect(await api.send("PATCH", path, { name: "Guest 2" })).toMatchObject({ status: 200 })
    const { deviceId = "" } = (await deed(tablet.deviceId, "replace")) as Record<string, string>
    expect(await fleet(deviceId)).toMatchObject({ name: "Guest 2", role: "cook" })
    expect(await fleet(deviceId)).not.toHaveProperty("screenId")
  })
})
