import { afterEach, describe, expect, it } from "vitest"
import type { PluginOverview } from "#core/plugins/lifecycle/operation.ts"
import { greeted, type RawClient } from "#test/devices/socket/raw-client.ts"
import { runningHub } from "#test/support/running-hub.ts"

const hub = runningHub(["bistro", "rival"])

const clients: RawClient[] = []
afterEach(() => {
  for (const client of clients.splice(0)) client.close()
})

const watching = async (view: string, slug = "bistro") => {
  const client = await greeted("ws", hub.url(), await hub.restaurant(slug).api.token(), [{ view }])
  clients.push(client)
  return client
}

const save = (plugin: string, value: unknown) => {
  const { api, tenantId } = hub.restaurant("bistro")
  return api.send("PUT", `/tenants/${tenantId}/plugins/${plugin}/config`, value)
}

describe("what a restaurant chooses for its screens and handhelds", () => {
  it.each([
    ["kds", { soonPercent: 60, undoSeconds: 8, repeatSound: true, columns: 3 }],
    ["orders", { idleLockMinutes: 1, pinRequired: true, lateTableMinutes: 40, askSeats: false }],
  ])("[CHOICE-1] reaches every screen that looks when it is saved (%s)", async (plugin, chosen) => {
    const [ours, theirs] = [
      await watching(`${plugin}/settings`),
      await watching(`${plugin}/settings`, "rival"),
    ]
    const before = await ours.next("snapshot")
    expect(before.items).toMatchObject([{ id: "settings", v: expect.not.objectContaining(chosen) }])
    expect(await save(plugin, chosen)).toMatchObject({ status: 200, body: chosen })
    expect(await ours.next("ev")).toMatchObject({ id: "settings", v: chosen })
    expect(theirs.heard.filter(({ t }) => t === "ev")).toEqual([])
  })

  it("[CHOICE-2] is refused beside its field when it makes no sense", async () => {
    expect(await save("kds", { undoSeconds: 600 })).toMatchObject({
      status: 422,
      body: { code: "CONFIG_INVALID", meta: { issues: [{ path: "undoSeconds" }] } },
    })
  })

  it.each([
    ["en", "Lock a handheld after (minutes)"],
    ["fr-CA", "Verrouiller un terminal après (minutes)"],
  ])("[CHOICE-3] is asked for in the manager's own language (%s)", async (language, title) => {
    const { api, tenantId } = hub.restaurant("bistro")
    const answer = await fetch(`${hub.url()}/api/tenants/${tenantId}/plugins/orders`, {
      headers: { authorization: `Bearer ${await api.token()}`, "accept-language": language },
    })
    const { settingsSchema } = (await answer.json()) as PluginOverview
    expect(settingsSchema).toMatchObject({
      properties: {
        idleLockMinutes: { title, description: expect.any(String) },
        pinRequired: { title: expect.any(String), description: expect.any(String) },
      },
    })
  })
})
