import { v7 as uuid } from "uuid"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { requestLimits } from "#core/limits/request-limits.ts"
import { greeted, type RawClient, rawClient, transports } from "./raw-client.ts"
import { type SocketHub, startSocketHub, token } from "./socket-hub.ts"

let hub: SocketHub
const clients: RawClient[] = []
beforeAll(async () => {
  hub = await startSocketHub({
    frames: { perMinute: 1e9, burst: 1e9 },
    limits: {
      ...requestLimits({ perMinute: 60, burst: 10 }),
      tenant: { perMinute: 600, burst: 40 },
    },
  })
})
afterAll(async () => {
  for (const client of clients) client.close()
  await hub.close()
})

const hello = async (transport: (typeof transports)[number], who: string) => {
  const client = await greeted(transport, hub.url, token(who))
  clients.push(client)
  return client
}
const ask = (client: RawClient, op: string, times = 1) => {
  const cids = Array.from({ length: times }, () => uuid())
  for (const cid of cids) client.send({ t: "cmd", cid, op, args: {} })
  return expect.poll(() =>
    client.heard.filter((frame) => "cid" in frame && cids.includes(frame.cid ?? "")),
  )
}
const codes = (client: RawClient) =>
  client.heard.flatMap((frame) =>
    frame.t === "nack" ? [frame.code] : frame.t === "ack" ? ["ack"] : [],
  )

describe("one user on several wires", () => {
  it("[LIMIT-10] has one allowance for what is asked of plugins: ten at once, the next is told when", async () => {
    const [plain, polled] = [await hello("ws", "user:ana"), await hello("socket.io", "user:ana")]
    await ask(plain, "tips.give", 6).toHaveLength(6)
    await ask(polled, "tips.give", 6).toHaveLength(6)
    expect(codes(plain)).toEqual(Array.from({ length: 6 }, () => "ack"))
    expect(codes(polled).filter((code) => code === "ack")).toHaveLength(4)
    const refused = polled.heard.find((frame) => frame.t === "nack")
    expect(refused).toMatchObject({
      code: "RATE_LIMITED",
      cid: expect.any(String),
      meta: { retryAfterMs: expect.any(Number) },
    })
    // Orders have their own.
    await ask(polled, "placeOrder").toMatchObject([{ t: "ack" }])
  })

  it("[LIMIT-10] that floods holds up neither another restaurant nor its answers", async () => {
    const flood = await hello("ws", "user:ben")
    const other = await hello("ws", "stranger:cleo")
    for (let n = 0; n < 5_000; n++)
      flood.send({ t: "cmd", cid: uuid(), op: "placeOrder", args: {} })
    const started = performance.now()
    await ask(other, "placeOrder", 5).toHaveLength(5)
    expect(performance.now() - started).toBeLessThan(2_000)
    expect(codes(other)).toEqual(Array.from({ length: 5 }, () => "ack"))
    await expect.poll(() => codes(flood).includes("RATE_LIMITED")).toBe(true)
  })
})

describe.each(transports)("whoever guesses tokens over %s", (transport) => {
  it("[LIMIT-6] is counted by the address, and told to wait", async () => {
    const byes: Array<unknown> = []
    for (let n = 0; n < 12; n++) {
      const client = await rawClient(transport, hub.url)
      clients.push(client)
      client.send({ t: "hello", proto: 1, token: "x.e30.y" })
      byes.push(await client.next("bye"))
    }
    expect(byes.at(-1)).toMatchObject({
      code: "RATE_LIMITED",
      retryAfterMs: expect.any(Number),
    })
  })
})
