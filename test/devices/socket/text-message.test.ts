import { io } from "socket.io-client"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { ServerFrame } from "#core/hub/frame.ts"
import { greeted, transports } from "./raw-client.ts"
import { type SocketHub, startSocketHub, token } from "./socket-hub.ts"

let hub: SocketHub
beforeAll(async () => {
  hub = await startSocketHub()
})
afterAll(() => hub.close())

describe.each(transports)("a change over %s", (transport) => {
  it("[SOCK-50] arrives whole whatever its length and script", async () => {
    const view = hub.view(`screen/${transport}`)
    const client = await greeted(transport, hub.url, token("user:ann"), [{ view: view.name }])
    await client.next("snapshot")
    // Around the lengths at which WebSocket writes the length itself in another form.
    const lengths = [0, 1, ...range(20, 130), ...range(65_400, 65_540), 200_000]
    const texts = [
      ...lengths.map((length) => "x".repeat(length)),
      "crème brûlée",
      "麻婆豆腐",
      "فلافل 🌶️",
    ]
    for (const [n, text] of texts.entries()) {
      view.publish([{ id: "t", rev: n, v: { n, text } }])
      const { v } = (await client.next("ev")) as { v: { n: number; text: string } }
      expect(v.n).toBe(n)
      expect(v.text === text).toBe(true)
    }
    client.close()
  })
})

it("[SOCK-51] reaches a socket.io client that can only poll", async () => {
  const view = hub.view("screen/polled")
  const socket = io(`${hub.url}/hub`, { transports: ["polling"], forceNew: true })
  const heard: ServerFrame[] = []
  socket.on("frame", (frame: ServerFrame) => heard.push(frame))
  socket.emit("frame", {
    t: "hello",
    proto: 1,
    token: token("user:ann"),
    views: [{ view: view.name }],
  })
  await expect.poll(() => heard.map(({ t }) => t)).toEqual(["welcome", "snapshot"])
  view.publish([{ id: "t", rev: 1, v: "crème brûlée" }])
  await expect.poll(() => heard.at(-1)).toMatchObject({ t: "ev", v: "crème brûlée" })
  socket.disconnect()
})

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n)
