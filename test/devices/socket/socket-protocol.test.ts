import { v7 as uuidv7 } from "uuid"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import type { ServerFrame } from "#core/hub/frame.ts"
import { Outage, Overloaded } from "#core/hub/gate.ts"
import { greeted, type RawClient, rawClient, transports } from "./raw-client.ts"
import { type SocketHub, startSocketHub, tenantId, token } from "./socket-hub.ts"

describe.each(transports)("a client over %s", (transport) => {
  let hub: SocketHub
  const clients: RawClient[] = []
  const hello = async (who = "user:ann", views: Parameters<typeof greeted>[3] = []) => {
    const client = await greeted(transport, hub.url, token(who), views)
    clients.push(client)
    return client
  }
  const command = (op: string, args: unknown = {}) => ({ t: "cmd", cid: uuidv7(), op, args })

  beforeAll(async () => {
    hub = await startSocketHub({ heartbeatMs: 150, helloWithinMs: 400 })
    hub.view("screen/1").publish([{ id: "a", rev: 1, v: { n: 1 } }])
  })
  afterAll(async () => {
    for (const client of clients) client.close()
    await hub.close()
  })

  it("[SOCK-1] is welcomed with its tenant, its principal, the hub's clock and the beat", async () => {
    const client = await rawClient(transport, hub.url)
    client.send({ t: "hello", proto: 1, token: token("device:tab1"), views: [] })
    const welcome = await client.next("welcome")
    expect(welcome).toMatchObject({
      tenant: tenantId,
      principal: { kind: "device", id: "tab1" },
      hbMs: 150,
    })
    expect(Math.abs(Date.parse(welcome.now) - Date.now())).toBeLessThan(1_000)
    expect(hub.present).toEqual([`tab1 ${transport}`])
    client.close()
    await expect.poll(() => hub.present).toEqual([])
  })

  it("[SOCK-2] may bring its token with the connection instead of the hello", async () => {
    const brings = [
      { token: token("user:bob") },
      { headers: { authorization: `Bearer ${token("user:bob")}` } },
    ]
    for (const options of brings) {
      const client = await rawClient(transport, hub.url, options)
      client.send({ t: "hello", proto: 1, views: [] })
      expect((await client.next("welcome")).principal.id).toBe("bob")
      client.close()
    }
  })

  it("[SOCK-3] is turned away with AUTH_INVALID without a token or with a wrong one", async () => {
    for (const bad of [undefined, "", "nonsense", "x.e30.y"]) {
      const client = await rawClient(transport, hub.url)
      client.send({ t: "hello", proto: 1, ...(bad === undefined ? {} : { token: bad }), views: [] })
      expect(await client.next("bye")).toMatchObject({ code: "AUTH_INVALID", retry: false })
      await client.closed
    }
  })

  it("[SOCK-4] must begin with a hello, in time and of a known protocol", async () => {
    const pushy = await rawClient(transport, hub.url)
    pushy.send(command("echo"))
    expect((await pushy.next("bye")).code).toBe("HELLO_EXPECTED")
    const silent = await rawClient(transport, hub.url)
    expect((await silent.next("bye")).code).toBe("HELLO_EXPECTED")
    await silent.closed
    const future = await rawClient(transport, hub.url)
    future.send({ t: "hello", proto: 2, token: token("user:ann"), views: [] })
    expect((await future.next("bye")).code).toBe("PROTO_UNSUPPORTED")
  })

  it("[SOCK-5] need not wait for the welcome before it asks", async () => {
    const client = await rawClient(transport, hub.url)
    client.send({ t: "hello", proto: 1, token: token("user:ann"), views: [] })
    client.send(command("echo", { early: true }))
    expect((await client.next("ack")).result).toEqual({ early: true })
    client.close()
  })

  it("[SOCK-6] gets the picture first and then every change in order", async () => {
    const view = hub.view("screen/order")
    view.publish([{ id: "a", rev: 1, v: 1 }])
    const client = await hello("user:ann", [{ view: "screen/order" }])
    const snapshot = await client.next("snapshot")
    expect(snapshot).toMatchObject({ view: "screen/order", seq: 1, items: [{ id: "a", v: 1 }] })
    for (let n = 2; n <= 50; n++) view.publish([{ id: `i${n % 7}`, rev: n, v: n }])
    view.publish([{ id: "a", rev: 51, v: null }])
    await expect.poll(() => client.heard.filter(({ t }) => t === "ev").length).toBe(50)
    const events = client.heard.filter((frame) => frame.t === "ev")
    expect(events.map(({ seq }) => seq)).toEqual(Array.from({ length: 50 }, (_, n) => n + 2))
    expect(events.at(-1)).toMatchObject({ id: "a", v: null })
  })

  it("[SOCK-7] resumes from where it stood, or gets the picture anew after another epoch", async () => {
    const view = hub.view("screen/resume")
    view.publish(
      Array.from({ length: 40 }, (_, n) => ({ id: `t${n}`, rev: 1, v: "a long ticket" })),
    )
    const before = await hello("user:ann", [{ view: "screen/resume" }])
    const { epoch, seq } = await before.next("snapshot")
    expect(seq).toBe(40)
    view.publish([{ id: "t1", rev: 2, v: "changed" }])
    const client = await hello("user:ann", [{ view: "screen/resume", epoch, seq }])
    expect(await client.next("resumed")).toMatchObject({
      from: 40,
      seq: 41,
      events: [{ seq: 41, id: "t1", v: "changed" }],
    })
    client.send({
      t: "hello",
      proto: 1,
      views: [{ view: "screen/resume", epoch: "other", seq: 40 }],
    })
    expect((await client.next("snapshot")).items).toHaveLength(40)
  })

  it("[SOCK-8] is told the number of each of its views with every heartbeat", async () => {
    const client = await hello("user:ann", [{ view: "screen/1" }])
    await client.next("snapshot")
    expect(await client.next("hb")).toMatchObject({ views: { "screen/1": 1 } })
    hub.view("screen/1").publish([{ id: "a", rev: 2, v: { n: 2 } }])
    await client.next("ev")
    await expect.poll(async () => (await client.next("hb")).views["screen/1"]).toBe(2)
    client.send({ t: "unsubscribe", views: ["screen/1"] })
    await expect.poll(async () => (await client.next("hb")).views).toEqual({})
  })

  it("[SOCK-9] hears VIEW_UNKNOWN for views that its restaurant does not have, others' too", async () => {
    const client = await hello("user:ann", [{ view: "screen/none" }])
    expect(await client.next("nack")).toMatchObject({
      code: "VIEW_UNKNOWN",
      meta: { view: "screen/none" },
    })
    const foreigner = await hello("stranger:eve", [{ view: "screen/1" }])
    expect(await foreigner.next("nack")).toMatchObject({
      code: "VIEW_UNKNOWN",
      meta: { view: "screen/1" },
    })
    client.send({ t: "subscribe", views: [{ view: "outage" }] })
    expect(await client.next("nack")).toMatchObject({ code: "OUTAGE", meta: { view: "outage" } })
  })

  it("[SOCK-10] gets ack with revision and result, or nack with the code of the refusal", async () => {
    const client = await hello()
    const good = command("echo", { dish: "burger" })
    client.send(good)
    expect(await client.next("ack")).toEqual({
      t: "ack",
      cid: good.cid,
      rev: expect.any(Number),
      result: { dish: "burger" },
    })
    const bad = command("refuse")
    client.send(bad)
    expect(await client.next("nack")).toEqual({
      t: "nack",
      cid: bad.cid,
      code: "NO",
      detail: "The kitchen said no",
      meta: { why: "86" },
    })
    hub.failNext(
      new Overloaded({ reason: "Full", retryAfterMs: 70 }),
      new Outage({ reason: "No database" }),
    )
    client.send(command("echo"))
    client.send(command("echo"))
    expect(await client.next("nack")).toMatchObject({
      code: "OVERLOADED",
      meta: { retryAfterMs: 70 },
    })
    expect((await client.next("nack")).code).toBe("OUTAGE")
  })

  it("[SOCK-11] never learns what went wrong inside the hub", async () => {
    const client = await hello()
    client.send(command("bug"))
    const nack = await client.next("nack")
    expect(nack.code).toBe("INTERNAL")
    expect(JSON.stringify(nack)).not.toContain("secret")
  })

  it("[SOCK-12] tells what it has shown, of views that it watches", async () => {
    const client = await hello("user:ann", [{ view: "screen/1" }])
    await client.next("snapshot")
    await client.next("hb")
    client.send({ t: "seen", view: "screen/1", seq: 1 })
    await expect.poll(() => hub.seen).toContainEqual({ view: "screen/1", seq: 1 })
    client.send({ t: "seen", view: "screen/2", seq: 1 })
    expect((await client.next("nack")).code).toBe("VIEW_NOT_WATCHED")
  })

  it("[SOCK-17] may tell what it has shown before its watch has wholly begun", async () => {
    hub.view("slow").publish([{ id: "a", rev: 1, v: 1 }])
    const client = await greeted(transport, hub.url, token("user:ann"), [{ view: "slow" }])
    await client.next("snapshot")
    client.send({ t: "seen", view: "slow", seq: 1 })
    await expect.poll(() => hub.seen).toContainEqual({ view: "slow", seq: 1 })
    client.close()
  })

  it("[SOCK-13] renews its token by another hello, as the same principal only", async () => {
    const client = await hello("user:ann")
    client.send({
      t: "hello",
      proto: 1,
      token: token("user:ann", Date.now() / 1000 + 60),
      views: [],
    })
    expect((await client.next("welcome")).principal.id).toBe("ann")
    client.send({ t: "hello", proto: 1, token: token("user:eve"), views: [] })
    expect((await client.next("bye")).code).toBe("AUTH_INVALID")
    await client.closed
  })

  it("[SOCK-14] is closed with AUTH_EXPIRED when its token ends", async () => {
    const client = await rawClient(transport, hub.url)
    client.send({ t: "hello", proto: 1, token: token("user:ann", Date.now() / 1000 + 0.2) })
    await client.next("welcome")
    expect(await client.next("bye")).toMatchObject({ code: "AUTH_EXPIRED", retry: true })
    await client.closed
  })

  it("[SOCK-15] may watch 64 views and no more", async () => {
    const names = Array.from({ length: 65 }, (_, n) => `screen/many${n}`)
    for (const name of names) hub.view(name)
    const client = await hello(
      "user:ann",
      names.slice(0, 64).map((view) => ({ view })),
    )
    client.send({ t: "subscribe", views: [{ view: "screen/many64" }] })
    expect(await client.next("nack")).toMatchObject({
      code: "VIEW_LIMIT",
      meta: { view: "screen/many64" },
    })
  })

  it("[SOCK-16] may have 64 commands unanswered; the next one is put off", async () => {
    const client = await hello()
    for (let n = 0; n < 65; n++) client.send(command("slow"))
    expect(await client.next("nack")).toMatchObject({
      code: "TOO_MANY_COMMANDS",
      meta: { retryAfterMs: expect.any(Number) },
    })
    await expect
      .poll(() => client.heard.filter(({ t }: ServerFrame) => t === "ack").length)
      .toBe(64)
  })
})
