import { connectAsync, type MqttClient } from "mqtt"
import { expect, onTestFinished } from "vitest"
import type { FleetDevice } from "#core/hub/fleet.ts"
import type { RunningHub } from "#test/support/running-hub.ts"

export interface WayIn {
  readonly deviceId: string
  readonly tenantId: string
  readonly accessToken: string
  readonly refreshToken: string
  readonly mqtt?: { readonly url: string; readonly username: string; readonly password: string }
}

export const devicesPath = "/plugins/devices"

/** How devices come to the first restaurant of a hub, and what a manager does with them. */
export const devicesAt = (hub: RunningHub) => {
  /** What somebody without a credential asks. */
  const ask = async (path: string, body: object) => {
    const response = await fetch(`${hub.url()}/api${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }

  const me = async (token: string) =>
    (await fetch(`${hub.url()}/api/auth/me`, { headers: { authorization: `Bearer ${token}` } }))
      .status

  const paired = async (kind: string, approval: object): Promise<WayIn> => {
    const asked = await ask("/devices/pair", { kind, name: "New" })
    expect(asked).toMatchObject({ status: 200, body: { expiresIn: 900, interval: 5 } })
    const code = String(asked.body["userCode"])
    const answer = await hub
      .restaurant()
      .api.send(
        "POST",
        `${devicesPath}/pairings/${code.toLowerCase().replace("-", "")}/approve`,
        approval,
      )
    expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 200 })
    const got = await ask("/devices/pair/token", { deviceCode: asked.body["deviceCode"] })
    expect(got.status, JSON.stringify(got.body)).toBe(200)
    return got.body as unknown as WayIn
  }

  const connected = async ({ mqtt }: WayIn): Promise<MqttClient> => {
    const client = await connectAsync(hub.mqttUrl(), {
      protocolVersion: 4,
      clientId: (mqtt?.username ?? "").replace("/", "."),
      username: mqtt?.username ?? "",
      password: mqtt?.password ?? "",
      reconnectPeriod: 0,
    })
    onTestFinished(() => client.endAsync(true))
    return client
  }

  const refused = (wayIn: WayIn) => expect(connected(wayIn)).rejects.toThrow("Not authorized")

  const deed = (id: string, what: string, body: object = {}) =>
    hub.restaurant().api.post<Record<string, unknown>>(`${devicesPath}/devices/${id}/${what}`, body)

  const fleet = async (id: string) =>
    hub.restaurant().api.get<FleetDevice>(`${devicesPath}/devices/${id}`)

  return { ask, me, paired, connected, refused, deed, fleet }
}

/** Milliseconds until all of it is so, beginning with the deed. */
export const took = async (deed: Promise<unknown>, ends: ReadonlyArray<Promise<unknown>>) => {
  const began = performance.now()
  await Promise.all([deed, ...ends])
  return performance.now() - began
}

export const closed = (client: MqttClient) =>
  new Promise<void>((resolve) => client.once("close", () => resolve()))
