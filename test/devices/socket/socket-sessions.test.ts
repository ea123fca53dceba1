import { v7 as uuidv7 } from "uuid"
import { afterEach, describe, expect, it } from "vitest"
import type { ServerFrame } from "#core/hub/frame.ts"
import { greeted, rawClient, transports } from "./raw-client.ts"
import { type SocketHub, startSocketHub, tenantId, token } from "./socket-hub.ts"
import { stalledClient } from "./stalled-client.ts"

let hub: SocketHub
afterEach(() => hub.close())

describe.each(transports)("a device over %s", (transport) => {
  it("[SOCK-30] is one: its newest connection counts, whichever transport the older one used", async () => {
    hub = await startSocketHub()
    for (const older of transports) {
      const first = await greeted(older, hub.url, token("device:tab"))
      const second = await greeted(transport, hub.url, token("device:tab"))
      expect(await first.next("bye")).toMatchObject({ code: "REPLACED", retry: false })
      await first.closed
      expect(hub.present).toEqual([`tab ${transport}`])
      second.close()
      await expect.poll(() => hub.sockets.count()).toBe(0)
    }
  })

  it("[SOCK-35] is not replaced by a connection that its own page gave up and the network brings late", async () => {
    hub = await startSocketHub()
    const connection = async (life: string, attempt: number) => {
      const client = await rawClient(transport, hub.url)
      client.send({ t: "hello", proto: 1, token: token("device:tab"), life, attempt })
      return client
    }
    const second = await connection("page", 2)
    await second.next("welcome")
    const first = await connection("page", 1)
    expect(await first.next("bye")).toMatchObject({ code: "REPLACED", retry: false })
    await first.closed
    expect(hub.present).toEqual([`tab ${transport}`])
    const third = await connection("page", 3)
    expect(await second.next("bye")).toMatchObject({ code: "REPLACED" })
    const other = await connection("another page", 1)
    expect(await third.next("bye")).toMatchObject({ code: "REPLACED" })
    await other.next("welcome")
    other.close()
  })

  it("[SOCK-31] does not replace another device, nor does a person at two places", async () => {
    hub = await startSocketHub()
    const clients = await Promise.all(
      ["device:a", "device:b", "user:ann", "user:ann"].map((who) =>
        greeted(transport, hub.url, token(who)),
      ),
    )
    expect(hub.sockets.count()).toBe(4)
    for (const client of clients) client.close()
  })

  it("[SOCK-32] is dismissed when its rights are gone", async () => {
    hub = await startSocketHub()
    const client = await greeted(transport, hub.url, token("device:tab"))
    expect(hub.sockets.dismiss(tenantId, "tab", "DEVICE_REVOKED", "Paired elsewhere")).toBe(true)
    expect(await client.next("bye")).toMatchObject({ code: "DEVICE_REVOKED", retry: false })
    await client.closed
    expect(hub.sockets.dismiss(tenantId, "tab", "DEVICE_REVOKED", "Again")).toBe(false)
  })

  it("[FLEET-3] says what it is and what its clock says, if it likes", async () => {
    hub = await startSocketHub()
    const client = await rawClient(transport, hub.url)
    const device = { version: "1.4.0", signalDbm: -61, model: "Tab A9" }
    const now = new Date(Date.now() + 3_600_000).toISOString()
    client.send({ t: "hello", proto: 1, token: token("device:tab"), device, now })
    await client.next("welcome")
    await expect.poll(() => hub.heardAbout).toMatchObject([{ id: "tab", ...device }])
    expect(Math.abs((hub.heardAbout[0]?.clockSkewMs ?? 0) - 3_600_000)).toBeLessThan(5_000)
    client.send({ t: "hello", proto: 1, device: { signalDbm: "loud" } } as never)
    expect((await client.next("nack")).code).toBe("FRAME_INVALID")
    client.close()
  })

  it("[SOCK-33] hears SERVER_RESTART from a stopping hub, after the answer it waited for", async () => {
    hub = await startSocketHub()
    const idle = await greeted(transport, hub.url, token("device:idle"))
    const busy = await greeted(transport, hub.url, token("device:busy"))
    busy.send({ t: "cmd", cid: uuidv7(), op: "slow", args: {} })
    await expect.poll(() => hub.asked.length).toBe(1)
    const stopped = hub.close()
    expect(await idle.next("bye")).toMatchObject({ code: "SERVER_RESTART", retry: true })
    busy.send({ t: "cmd", cid: uuidv7(), op: "echo", args: {} })
    expect((await busy.next("nack")).code).toBe("OVERLOADED")
    expect((await busy.next("ack")).t).toBe("ack")
    expect((await busy.next("bye")).code).toBe("SERVER_RESTART")
    await expect(rawClient(transport, hub.url)).rejects.toThrow()
    await stopped
    hub = await startSocketHub()
  })

  it("[SOCK-34] does not hold up a stop for longer than two seconds by a command without an answer", async () => {
    hub = await startSocketHub()
    const client = await greeted(transport, hub.url, token("device:tab"))
    client.send({ t: "cmd", cid: uuidv7(), op: "never", args: {} })
    await expect.poll(() => hub.asked.length).toBe(1)
    const before = performance.now()
    await hub.close()
    expect(performance.now() - before).toBeLessThan(3_500)
    expect(client.heard.at(-1)).toMatchObject({ t: "bye", code: "SERVER_RESTART" })
    hub = await startSocketHub()
  })

  it("[SOCK-25] is cut off when it does not read, and nobody else is held up", async () => {
    hub = await startSocketHub()
    const view = hub.view("screen/flood")
    view.publish([{ id: "a", rev: 1, v: 0 }])
    const stalled = await stalledClient(transport, hub.url, view.name)
    const reader = await greeted(transport, hub.url, token("user:bob"), [{ view: view.name }])
    expect(view.watchers).toBe(2)
    const text = "x".repeat(60_000)
    for (let n = 0; n < 400 && view.watchers === 2; n++) {
      view.publish([{ id: "a", rev: n, v: { n, text } }])
      await new Promise((resolve) => setImmediate(resolve))
    }
    await expect.poll(() => view.watchers).toBe(1)
    await expect.poll(() => hub.sockets.count()).toBe(1)
    await expect
      .poll(() => reader.heard.filter(({ t }: ServerFrame) => t === "ev").length)
      .toBe(view.seq - 1)
    stalled.destroy()
    reader.close()
  })
})
