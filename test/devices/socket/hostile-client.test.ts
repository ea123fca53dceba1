import { v7 as uuidv7 } from "uuid"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { WebSocket } from "ws"
import type { ServerFrame } from "#core/hub/frame.ts"
import { greeted, type RawClient, rawClient, transports } from "./raw-client.ts"
import { type SocketHub, startSocketHub, token } from "./socket-hub.ts"
import { maskedFrame, stalledClient } from "./stalled-client.ts"

let hub: SocketHub
const clients: RawClient[] = []
beforeAll(async () => {
  hub = await startSocketHub({
    heartbeatMs: 200,
    origins: ["https://till.example"],
    frames: { perMinute: 6_000, burst: 300 },
  })
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.close()
  await expect.poll(() => hub.sockets.count()).toBe(0)
})
afterAll(() => hub.close())

describe.each(transports)("a client over %s that breaks the rules", (transport) => {
  const hello = async (who = "user:ann") => {
    const client = await greeted(transport, hub.url, token(who))
    clients.push(client)
    return client
  }
  const works = async (client: RawClient) => {
    client.send({ t: "cmd", cid: uuidv7(), op: "echo", args: {} })
    return (await client.next("ack")).t
  }

  it("[SOCK-20] is told every problem of a frame that cannot be read, and stays connected", async () => {
    const client = await hello()
    client.send({ t: "cmd", cid: "one", op: "", args: {}, extra: 1 })
    const nack = await client.next("nack")
    expect(nack).toMatchObject({ cid: "one", code: "FRAME_INVALID" })
    expect(nack.meta["issues"]).toEqual([
      { path: "extra", message: "Unknown field" },
      { path: "cid", message: "Expected a UUID in lower case" },
      { path: "op", message: expect.any(String) },
    ])
    const broken = [[], null, 7, "x", {}, { t: "toString" }, { t: 7 }, { t: "seen", view: "x" }]
    for (const frame of broken) {
      client.send(frame)
      expect((await client.next("nack")).code).toBe("FRAME_INVALID")
    }
    for (const raw of ["{", "", new Uint8Array([1, 2, 3])]) {
      client.sendRaw(raw)
      expect((await client.next("nack")).code).toBe("FRAME_INVALID")
    }
    expect(await works(client)).toBe("ack")
  })

  it("[SOCK-20] is told which arguments of a command no database stores", async () => {
    const client = await hello()
    const cid = uuidv7()
    client.send({ t: "cmd", cid, op: "echo", args: { lines: [{ note: "a\0b" }] } })
    const nack = await client.next("nack")
    expect(nack).toMatchObject({ cid, code: "VALIDATION_FAILED" })
    expect(nack.meta["issues"]).toEqual([{ path: "lines.0.note", message: expect.any(String) }])
    expect(await works(client)).toBe("ack")
  })

  it("[SOCK-21] is sent away by a hello that cannot be read, and told which field is wrong", async () => {
    for (const [hello, detail] of [
      [{ t: "hello", token: token("user:ann") }, "proto: Missing key"],
      [{ t: "hello", proto: 1, token: token("user:ann"), tokn: "x" }, "tokn: Unknown field"],
    ] as const) {
      const client = await rawClient(transport, hub.url)
      client.send(hello)
      expect(await client.next("bye")).toMatchObject({ code: "FRAME_INVALID", detail })
      await client.closed
    }
  })

  it("[SOCK-21] is sent away after twenty unreadable frames in a row", async () => {
    const client = await hello()
    for (let n = 0; n < 21; n++) client.sendRaw("not a frame")
    expect((await client.next("bye")).code).toBe("FRAME_INVALID")
    await client.closed
  })

  it("[SOCK-22] is sent away with FRAME_TOO_LARGE for more than 64 KiB, whatever the size", async () => {
    for (const size of [65 * 1024, 300 * 1024, 5 * 1024 * 1024]) {
      const client = await hello()
      client.send({ t: "cmd", cid: uuidv7(), op: "echo", args: { note: "x".repeat(size) } })
      expect((await client.next("bye")).code).toBe("FRAME_TOO_LARGE")
      await client.closed
    }
    const client = await hello()
    client.send({ t: "cmd", cid: uuidv7(), op: "echo", args: { note: "x".repeat(60 * 1024) } })
    await client.next("ack")
  })

  it("[SOCK-23] is put off with RATE_LIMITED when it asks too fast, and served again later", async () => {
    const client = await hello()
    for (let n = 0; n < 1_000; n++) client.send({ t: "cmd", cid: uuidv7(), op: "echo" })
    const nack = await client.next("nack")
    expect(nack).toMatchObject({ cid: expect.any(String), code: "RATE_LIMITED" })
    const { retryAfterMs } = nack.meta
    expect(retryAfterMs).toBeGreaterThan(0)
    await new Promise((resolve) => setTimeout(resolve, Number(retryAfterMs) + 300))
    const before = client.heard.filter(({ t }: ServerFrame) => t === "ack").length
    client.send({ t: "cmd", cid: uuidv7(), op: "echo" })
    await expect
      .poll(() => client.heard.filter(({ t }: ServerFrame) => t === "ack").length)
      .toBeGreaterThan(before)
  })

  it("[SOCK-24] is not let in from a page of another origin", async () => {
    for (const origin of ["https://evil.example", "null"])
      await expect(rawClient(transport, hub.url, { headers: { origin } })).rejects.toThrow()
    for (const origin of ["https://till.example", hub.url]) {
      const client = await rawClient(transport, hub.url, { headers: { origin } })
      client.close()
    }
  })
})

describe("the plain WebSocket", () => {
  it("[SOCK-26] ignores a token in the address", async () => {
    const socket = new WebSocket(`${hub.url.replace("http", "ws")}/ws?token=${token("user:ann")}`)
    const bye = new Promise((resolve) => socket.on("message", (data) => resolve(String(data))))
    socket.on("open", () => socket.send(JSON.stringify({ t: "hello", proto: 1, views: [] })))
    expect(await bye).toContain("AUTH_INVALID")
    socket.terminate()
  })

  it("[SOCK-27] says why before it closes on text that is not UTF-8 and on broken framing", async () => {
    for (const bytes of [maskedFrame(0x81, [0xff, 0xfe]), Buffer.from([0xf1, 0x80, 0, 0, 0, 0])]) {
      const socket = new WebSocket(`${hub.url.replace("http", "ws")}/ws`, "heard.v1")
      const bye = new Promise((resolve) => socket.on("message", (data) => resolve(String(data))))
      await new Promise((resolve) => socket.on("open", resolve))
      ;(socket as unknown as { _socket: { write: (bytes: Buffer) => void } })._socket.write(bytes)
      expect(await bye).toContain("FRAME_INVALID")
      socket.terminate()
    }
  })

  it("[SOCK-28] drops a peer that does not answer a ping within one beat", async () => {
    const dead = await stalledClient("ws", hub.url, "screen/none")
    expect(hub.sockets.count()).toBe(1)
    await expect.poll(() => hub.sockets.count(), { timeout: 3_000 }).toBe(0)
    dead.destroy()
  })
})
