import { connectAsync, type MqttClient } from "mqtt"
import { afterAll, expect, it } from "vitest"
import { pluginTestkit } from "#test/support/plugin-testkit.ts"

const kit = pluginTestkit()

const clients: Array<MqttClient> = []
afterAll(async () => {
  for (const client of clients) await client.endAsync(true)
})

interface Account {
  readonly url: string
  readonly userName: string
  readonly password: string
  readonly things: ReadonlyArray<string>
}

type House = Awaited<ReturnType<typeof kit.house>>

const accountOf = async (house: House): Promise<Account> => {
  const answer = await house.ask("GET", "/plugins/home_assistant/account")
  expect(answer, answer.text).toMatchObject({ status: 200 })
  return answer.json as unknown as Account
}

/** As Home Assistant connects: a free client id, everything under its prefix. */
const homeAssistant = async (house: House) => {
  const { url, userName, password } = await accountOf(house)
  const client = await connectAsync(
    url,
    { username: userName, password, protocolVersion: 4, reconnectPeriod: 0 },
    false,
  )
  clients.push(client)
  const words = new Map<string, string>()
  client.on("message", (topic, payload) => words.set(topic, String(payload)))
  await client.subscribeAsync(["homeassistant/#", `heard/v1/${house.tenantId}/ha/#`], { qos: 1 })
  return { client, words }
}

const soon = async (what: string, isSo: () => boolean | Promise<boolean>, withinMs = 15_000) => {
  const end = performance.now() + withinMs
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`never: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

it("[HA-1] printers and screens appear in Home Assistant, each restaurant's in its own alone", async () => {
  const [bistro, rival] = [
    await kit.house(["home_assistant", "printer"]),
    await kit.house(["home_assistant", "printer"]),
  ]
  await accountOf(rival)
  const { words } = await homeAssistant(bistro)
  const described = () => [...words.keys()].filter((topic) => topic.endsWith("/config"))
  await soon("three printers", () => described().length >= 3)
  for (const topic of described())
    expect(topic).toMatch(new RegExp(`^homeassistant/device/${bistro.tenantId}/[0-9a-f-]+/config$`))
  const [topic = ""] = described()
  const description = JSON.parse(words.get(topic) ?? "{}")
  expect(description).toMatchObject({
    device: { manufacturer: "Heard" },
    origin: { name: "Heard" },
    components: {
      connected: { platform: "binary_sensor", device_class: "connectivity" },
      paper: { platform: "sensor", options: ["ok", "low", "out"] },
      cover: { device_class: "opening" },
      waiting: { platform: "sensor" },
    },
  })
  await soon("its state", () => words.has(description.state_topic))
  expect(JSON.parse(words.get(description.state_topic) ?? "{}")).toMatchObject({
    connected: "OFF",
    waiting: 0,
  })
  expect([...words.keys()].filter((heard) => heard.includes(rival.tenantId))).toEqual([])
  expect((await accountOf(bistro)).things.length).toBe(described().length)
})

it("[HA-2] a device that is gone, and a plugin that is disabled, are taken back", async () => {
  const bistro = await kit.house(["home_assistant", "printer"])
  const { client, words } = await homeAssistant(bistro)
  const here = () =>
    [...words].filter(([topic, text]) => topic.endsWith("/config") && text !== "").length
  await soon("three printers", () => here() === 3)
  const made = await bistro.ask("POST", "/plugins/devices/devices", { kind: "kds", name: "Pass" })
  await soon("the new screen", () => here() === 4)
  await bistro.ask("DELETE", `/plugins/devices/devices/${made.json?.["id"]}`)
  await soon("the screen is gone", () => here() === 3)
  await bistro.ask("POST", `/tenants/${bistro.tenantId}/plugins/home_assistant/disable`, {})
  await soon("all are taken back", () => [...words.values()].every((text) => text === ""))
  await soon("nobody reads on", () => !client.connected)
})

it("[HA-3] another number of the account is another password, and ends the old one's session", async () => {
  const bistro = await kit.house(["home_assistant", "printer"])
  const before = await accountOf(bistro)
  const { client } = await homeAssistant(bistro)
  await bistro.ask("PUT", `/tenants/${bistro.tenantId}/plugins/home_assistant/config`, {
    accountNumber: 2,
  })
  await soon("another password", async () => (await accountOf(bistro)).password !== before.password)
  await soon("its session is over", () => !client.connected)
  const { words } = await homeAssistant(bistro)
  await new Promise((resolve) => setTimeout(resolve, 2_500))
  expect([...words.values()].filter((text) => text !== "").length).toBeGreaterThan(5)
  const wrong = await bistro.ask(
    "PUT",
    `/tenants/${bistro.tenantId}/plugins/home_assistant/config`,
    {
      prefix: "heard",
    },
  )
  expect(wrong.status).toBe(422)
})

it("[HA-4] is in no restaurant that did not ask for it", async () => {
  const without = await kit.house(["printer"])
  expect((await without.ask("GET", "/plugins/home_assistant/account")).status).toBe(404)
})
