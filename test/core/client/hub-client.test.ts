import type { Socket } from "node:net"
import { Effect } from "effect"
import { v7 as uuidv7 } from "uuid"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"
import { toCommandFailure } from "#actors/order/order-actors.ts"
import { connectHub, type HubClient, type HubOptions } from "#core/client/hub-client.ts"
import { HubRefusal } from "#core/client/hub-refusal.ts"
import { memoryOutbox, type OutboxCommand } from "#core/client/outbox.ts"
import type { ViewSnapshot } from "#core/client/watched-views.ts"
import { Outage, Overloaded } from "#core/hub/gate.ts"
import { busy } from "#core/plugins/running/guard-refusals.ts"
import { greeted } from "#test/devices/socket/raw-client.ts"
import { type SocketHub, startSocketHub, token } from "#test/devices/socket/socket-hub.ts"
import { asking, happening, newOrder, newRestaurant } from "#test/support/append-request.ts"
import { fullLogAppend } from "#test/support/full-log.ts"

let hub: SocketHub
let client: HubClient
const streams = new Set<Socket>()

const start = async (options: Parameters<typeof startSocketHub>[0] = {}) => {
  hub = await startSocketHub(options)
  hub.server.on("connection", (stream: Socket) => {
    streams.add(stream)
    stream.on("close", () => streams.delete(stream))
  })
}
/** The Wi-Fi goes: every connection breaks without a word. */
const cut = () => {
  for (const stream of streams) stream.destroy()
}
const connect = (options: Partial<HubOptions> = {}) => {
  client = connectHub({ url: hub.url, token: async () => token("device:tab"), ...options })
  return client
}
const live = () => expect.poll(() => client.status, { timeout: 15_000 }).toBe("live")
const pictureOf = (view: string) => {
  const shown: ViewSnapshot[] = []
  client.watch(view, (snapshot) => shown.push(snapshot))
  return shown
}

beforeEach(async () => {
  await start()
  // The pause before a reconnect is drawn at random up to a limit; here it is none.
  vi.spyOn(Math, "random").mockReturnValue(0)
})
afterEach(async () => {
  client.close()
  vi.restoreAllMocks()
  await hub.close()
})

describe("a device's picture", () => {
  it("[CLIENT-1] is the hub's and follows every change", async () => {
    const view = hub.view("floor")
    view.publish([{ id: "t1", rev: 1, v: "free" }])
    connect()
    const shown = pictureOf("floor")
    await expect.poll(() => shown.at(-1)?.items.get("t1")).toBe("free")
    expect(shown.at(-1)).toMatchObject({ seq: 1, live: true })
    view.publish([{ id: "t1", rev: 2, v: "seated" }])
    view.publish([{ id: "t2", rev: 1, v: "free" }])
    view.publish([{ id: "t1", rev: 3, v: null }])
    await expect.poll(() => shown.at(-1)?.seq).toBe(4)
    expect([...(shown.at(-1)?.items ?? [])]).toEqual([["t2", "free"]])
    expect(shown[0]?.items.get("t1")).toBe("free")
  })

  it("[CLIENT-2] says that it is not live while the connection is down, and resumes by what was missed", async () => {
    const view = hub.view("floor")
    view.publish(Array.from({ length: 30 }, (_, n) => ({ id: `t${n}`, rev: 1, v: "a long table" })))
    connect()
    const shown = pictureOf("floor")
    await expect.poll(() => shown.at(-1)?.live).toBe(true)
    const states: string[] = []
    client.onStatus((status) => states.push(status))
    cut()
    await expect.poll(() => states).toContain("notLive")
    expect(shown.some((snapshot) => !snapshot.live && snapshot.items.size === 30)).toBe(true)
    view.publish([{ id: "t1", rev: 2, v: "missed" }])
    await expect.poll(() => shown.at(-1)).toMatchObject({ live: true, seq: 31 })
    expect(shown.at(-1)?.items.get("t1")).toBe("missed")
    expect(states).toEqual(["live", "notLive", "live"])
  })

  it("[CLIENT-3] starts anew when the numbers cannot be continued", async () => {
    hub.view("floor").publish([{ id: "old", rev: 1, v: 1 }])
    connect()
    const shown = pictureOf("floor")
    await expect.poll(() => shown.at(-1)?.live).toBe(true)
    hub.restartView("floor").publish([{ id: "new", rev: 1, v: 2 }])
    cut()
    await expect.poll(() => [...(shown.at(-1)?.items.keys() ?? [])]).toEqual(["new"])
  })

  it("[CLIENT-4] names why a view is refused, and shows it once a command made it", async () => {
    connect()
    const shown = pictureOf("order/1")
    await expect.poll(() => shown.at(-1)?.problem?.code).toBe("VIEW_UNKNOWN")
    hub.view("order/1").publish([{ id: "1", rev: 1, v: "placed" }])
    await client.command("placeOrder", { id: "1" })
    await expect.poll(() => shown.at(-1)?.items.get("1")).toBe("placed")
    expect(shown.at(-1)?.problem).toBeUndefined()
  })

  it("[CLIENT-5] is shared by several watchers and given up with the last", async () => {
    const view = hub.view("menu")
    view.publish([{ id: "p", rev: 1, v: 1 }])
    connect()
    const first = vi.fn()
    const second = vi.fn()
    const stopFirst = client.watch("menu", first)
    await live()
    await expect.poll(() => first.mock.calls.length).toBeGreaterThan(0)
    const stopSecond = client.watch("menu", second)
    expect(second).toHaveBeenCalledTimes(1)
    expect(view.watchers).toBe(1)
    stopFirst()
    expect(view.watchers).toBe(1)
    stopSecond()
    await expect.poll(() => view.watchers).toBe(0)
  })

  it("[CLIENT-6] tells again after a reconnect what it has shown", async () => {
    hub.view("screen/1").publish([{ id: "t", rev: 1, v: 1 }])
    connect()
    const shown = pictureOf("screen/1")
    await expect.poll(() => shown.at(-1)?.live).toBe(true)
    client.seen("screen/1", 1)
    client.seen("screen/1", 1)
    await expect.poll(() => hub.seen).toEqual([{ view: "screen/1", seq: 1 }])
    cut()
    await expect.poll(() => hub.seen.length).toBe(2)
  })
})

describe("a command", () => {
  it("[CLIENT-7] resolves with the answer, or rejects with the refusal's code and words", async () => {
    connect()
    const answer = await client.command("echo", { dish: "burger" })
    expect(answer).toEqual({ rev: 1, result: { dish: "burger" } })
    const refusal = await client.command("refuse", {}).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(HubRefusal)
    expect(refusal).toMatchObject({
      code: "NO",
      detail: "The kitchen said no",
      meta: { why: "86" },
    })
    expect(client.pending()).toEqual([])
  })

  it("[CLIENT-8] waits in the outbox while there is no hub and is sent in order with the same cid", async () => {
    const { port } = new URL(hub.url)
    const outbox = memoryOutbox()
    connect({ outbox })
    await live()
    await hub.close()
    await expect.poll(() => client.status).toBe("notLive")
    const counts: number[] = []
    client.onPending((pending) => counts.push(pending.length))
    const cids = Array.from({ length: 8 }, () => uuidv7())
    const answers = cids.map((cid, n) => client.command("echo", { orderId: "o1", n }, { cid }))
    expect(client.pending().map(({ cid }) => cid)).toEqual(cids)
    expect(await outbox.all()).toHaveLength(8)
    await start({ port: Number(port) })
    const results = (await Promise.all(answers)).map(({ result }) => result)
    expect(results).toEqual(cids.map((_, n) => ({ orderId: "o1", n })))
    expect(hub.asked.map(({ command }) => command.cid)).toEqual(cids)
    expect(counts.at(-1)).toBe(0)
    expect(await outbox.all()).toEqual([])
  })

  it("[CLIENT-9] whose answer got lost is sent again with the same cid", async () => {
    connect()
    await live()
    const answer = client.command("slow", { n: 1 })
    await expect.poll(() => hub.asked.length).toBe(1)
    cut()
    await answer
    expect(hub.asked).toHaveLength(2)
    expect(hub.asked[0]?.command.cid).toBe(hub.asked[1]?.command.cid)
  })

  it("[CLIENT-10] that the hub puts off is repeated, and holds back its order but no other", async () => {
    connect()
    await live()
    hub.failNext(
      new Overloaded({ reason: "Full", retryAfterMs: 100 }),
      new Outage({ reason: "No database" }),
      busy(64),
    )
    const first = client.command("echo", { orderId: "a", n: 1 })
    await expect.poll(() => hub.asked.length).toBe(1)
    const second = client.command("echo", { orderId: "a", n: 2 })
    await Promise.all([first, second, client.command("echo", { orderId: "b", n: 3 })])
    const asked = hub.asked.map(({ command }) => (command.args as { n: number }).n)
    expect(asked.filter((n) => n === 1).length).toBeGreaterThan(1)
    expect(asked.indexOf(2)).toBeGreaterThan(asked.lastIndexOf(1))
    expect(asked.indexOf(3)).toBeLessThan(asked.lastIndexOf(1))
  })

  it("[CLIENT-10] [LOG-12] that finds no room in the log stays in the outbox until it is heard", async () => {
    const outbox = memoryOutbox()
    connect({ outbox })
    await live()
    const full = Effect.flip(
      fullLogAppend(newRestaurant(), asking(happening(newOrder(), 0, "placed"))),
    )
    hub.failNext(toCommandFailure(await Effect.runPromise(full)))
    const answer = client.command("echo", { orderId: "a" })
    await expect.poll(() => hub.asked.length).toBe(1)
    expect(await outbox.all()).toHaveLength(1)
    expect((await answer).result).toEqual({ orderId: "a" })
    expect(hub.asked[0]?.command.cid).toBe(hub.asked[1]?.command.cid)
    expect(await outbox.all()).toEqual([])
  })

  it("[CLIENT-11] asked before a reload is sent first, and its refusal is told to whoever listens", async () => {
    const outbox = memoryOutbox()
    const earlier = (op: string, position: number): OutboxCommand => ({
      cid: uuidv7(),
      op,
      args: {},
      position,
      queuedAt: 0,
    })
    await outbox.put(earlier("refuse", 2))
    await outbox.put(earlier("echo", 1))
    connect({ outbox })
    const refusals: string[] = []
    client.onRefused((command, { code }) => refusals.push(`${command.op} ${code}`))
    await client.command("echo", { later: true })
    await expect.poll(() => refusals).toEqual(["refuse NO"])
    expect(hub.asked.map(({ command }) => command.op)).toEqual(["echo", "refuse", "echo"])
    expect(await outbox.all()).toEqual([])
  })

  it("[CLIENT-12] that no frame can hold is refused at once", async () => {
    connect()
    const huge = client.command("echo", { note: "x".repeat(70_000) })
    await expect(huge).rejects.toMatchObject({ code: "FRAME_TOO_LARGE" })
  })

  it("[CLIENT-13] asked twice with one cid is one", async () => {
    connect()
    const cid = uuidv7()
    const both = [client.command("echo", 1, { cid }), client.command("echo", 1, { cid })]
    expect(await Promise.all(both)).toHaveLength(2)
    expect(hub.asked).toHaveLength(1)
  })
})

describe("the connection", () => {
  it("[CLIENT-14] is not fought for when the same device has connected elsewhere", async () => {
    connect()
    await live()
    const other = await greeted("ws", hub.url, token("device:tab"))
    await expect.poll(() => client.status).toBe("notLive")
    expect(client.bye?.code).toBe("REPLACED")
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(other.heard.some(({ t }) => t === "bye")).toBe(false)
    other.close()
  })

  it("[CLIENT-15] comes back with a fresh token when the old one has ended", async () => {
    await hub.close()
    await start({ heartbeatMs: 100 })
    const tokens = [token("device:tab", Date.now() / 1000 + 0.3), token("device:tab")]
    connect({ token: async () => tokens.shift() ?? token("device:tab") })
    const states: string[] = []
    client.onStatus((status) => states.push(status))
    await expect.poll(() => states).toEqual(["connecting", "live", "notLive", "live"])
    expect(tokens).toEqual([])
  })

  it("[CLIENT-16] is tried again when the token cannot be had", async () => {
    let asked = 0
    connect({
      token: async () => {
        asked += 1
        if (asked < 3) throw new Error("no network")
        return token("device:tab")
      },
    })
    await live()
    expect(asked).toBe(3)
  })
})
