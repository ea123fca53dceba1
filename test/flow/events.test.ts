import { join } from "node:path"
import { describe, expect, it } from "vitest"
import type { TicketView } from "#core/kitchen/ticket.ts"
import type {
  DeadLetter,
  StoredEvent,
  SubscriptionState,
} from "#core/plugins/bus/event-subscriptions.ts"
import type { Page } from "#test/support/hub-api.ts"
import { runningHub } from "#test/support/running-hub.ts"
import { showView } from "#test/support/shown-view.ts"
import { staff } from "#test/support/staff.ts"

const hub = runningHub(["bistro", "rival"], {
  "heard-courier": join(import.meta.dirname, "..", "fixtures", "plugins", "courier"),
})

const { connect } = staff()

/** Handlers run by themselves, and the machine may be busy. */
const eventually = <A>(look: () => A | Promise<A>) => expect.poll(look, { timeout: 15_000 })

const of = (slug = "bistro") => {
  const { api, tenantId, products } = hub.restaurant(slug)
  const base = `/tenants/${tenantId}`
  return {
    api,
    base,
    place: async (note?: string) => {
      const [product] = products
      const order = await api.post<{ id: string; number: string }>("/plugins/orders/orders", {
        type: "takeaway",
        ...(note === undefined ? {} : { note }),
        lines: [{ productId: product?.id, quantity: 1 }],
        send: true,
      })
      return order.id
    },
    trips: async () =>
      (await api.get<{ items: ReadonlyArray<Trip> }>("/plugins/courier/trips")).items,
    handler: async (id: string) => {
      const { items } = await api.get<Page<SubscriptionState>>(`${base}/subscriptions`)
      return items.find((one) => one.id === id)
    },
    letters: async () => (await api.get<Page<DeadLetter>>(`${base}/dead-letters`)).items,
  }
}

interface Trip {
  readonly orderId: string
  readonly number: string
  readonly told: boolean
}

describe("the events of a restaurant", () => {
  it("[BUS-14] reach a plugin that another plugin's facts interest, and what it tells goes on", async () => {
    const { place, trips, api, base } = of()
    const orderId = await place()
    await eventually(trips).toEqual([expect.objectContaining({ orderId, told: true })])
    const { items } = await api.get<Page<StoredEvent>>(`${base}/events?key=${orderId}`)
    expect(items.map(({ topic }) => topic)).toEqual([
      "courier.trip_booked@1",
      "orders.order_placed@1",
    ])
    const booked = await api.get<Page<StoredEvent>>(
      `${base}/events?topic=courier.trip_booked@1&size=1`,
    )
    expect(booked).toMatchObject({
      total: 1,
      page: 1,
      size: 1,
      items: [{ key: orderId, payload: { orderId } }],
    })
  })

  it("[BUS-15] that fail for good are shown to a person, who tries them again or lets them go", async () => {
    const { place, letters, api, base, handler, trips } = of()
    const before = (await trips()).length
    const orderId = await place("poison")
    await eventually(async () => (await letters()).length).toBe(1)
    const [letter] = await letters()
    expect(letter).toMatchObject({
      subscription: "courier.book",
      plugin: "courier",
      topic: "orders.order_placed@1",
      key: orderId,
      attempts: 2,
      error: "No courier goes there",
    })
    expect(await handler("courier.book")).toMatchObject({ deadLetters: 1, state: "running" })
    const path = `${base}/dead-letters/courier.book/${letter?.position}`
    expect((await api.send("POST", `${path}/retry`)).status).toBe(202)
    await eventually(async () => (await letters())[0]?.failedAt ?? letter?.failedAt).not.toBe(
      letter?.failedAt,
    )
    expect((await api.send("POST", `${path}/discard`)).status).toBe(202)
    expect(await letters()).toEqual([])
    expect(await api.send("POST", `${path}/discard`)).toMatchObject({
      status: 404,
      body: { code: "DEAD_LETTER_NOT_FOUND" },
    })
    // A replay brings it once more, and says so.
    const position = letter?.position ?? 0
    const replay = `${base}/subscriptions/courier.book/replay`
    expect(
      await api.send("POST", replay, { from: position, to: position, dryRun: true }),
    ).toMatchObject({ status: 200, body: { matched: 1 } })
    expect(await trips()).toHaveLength(before)
    const asked = await api.send("POST", replay, { from: position, to: position })
    expect(asked).toMatchObject({
      status: 202,
      body: { matched: 1, replayId: expect.any(String) },
    })
    await eventually(
      async () => (await trips()).filter((trip) => trip.orderId === orderId).length,
    ).toBe(1)
    const { items } = await api.get<Page<{ action: string; target: string }>>(
      `${base}/audit?size=200`,
    )
    const deeds = items.filter(({ target }) => target === "subscription/courier.book")
    expect(deeds.map(({ action }) => action)).toEqual([
      "events.replayed",
      "events.dead_letter_discarded",
      "events.dead_letter_retried",
    ])
  })

  it("[BUS-16] wait while their handler is paused, and others go on", async () => {
    const { place, trips, api, base, handler } = of()
    const before = (await trips()).length
    const path = `${base}/subscriptions/courier.book`
    expect((await api.send("POST", `${path}/pause`)).status).toBe(202)
    expect(await handler("courier.book")).toMatchObject({ state: "paused", lag: 0 })
    const hung = await place("hang")
    const orderId = await place()
    await eventually(async () => (await handler("courier.book"))?.lag).toBe(2)
    expect(await trips()).toHaveLength(before)
    expect((await api.send("POST", `${path}/resume`)).status).toBe(202)
    await eventually(async () => (await trips()).map((trip) => trip.orderId)).toContain(orderId)
    expect(await handler("courier.tell")).toMatchObject({ state: "running", plugin: "courier" })
    await eventually(async () =>
      (await of().letters()).map(({ key, error }) => [key, error]),
    ).toEqual([[hung, "It did not end within 500 ms"]])
  })

  it("[BUS-17] are their own restaurant's, to see and to handle", async () => {
    const [bistro, rival] = [of("bistro"), of("rival")]
    const orderId = await rival.place()
    await eventually(rival.trips).toHaveLength(1)
    expect((await bistro.trips()).some((trip) => trip.orderId === orderId)).toBe(false)
    for (const path of ["/events", "/subscriptions", "/dead-letters"])
      expect(await bistro.api.send("GET", `${rival.base}${path}`)).toMatchObject({
        status: 404,
        body: { code: "TENANT_NOT_FOUND" },
      })
    expect(
      await bistro.api.send("POST", `${rival.base}/subscriptions/courier.book/replay`, { from: 1 }),
    ).toMatchObject({ status: 404 })
    const foreign = await bistro.api.get<Page<StoredEvent>>(`${bistro.base}/events?key=${orderId}`)
    expect(foreign.items).toEqual([])
  })

  it.each([
    ["replay", { from: 0 }, 422],
    ["replay", { from: 5, to: 4 }, 422],
    ["replay", {}, 422],
    ["pause/again", undefined, 404],
  ])("[BUS-17] answer what cannot be asked: %s %j", async (path, body, status) => {
    const { api, base } = of()
    const answer = await api.send("POST", `${base}/subscriptions/courier.book/${path}`, body)
    expect(answer.status).toBe(status)
  })

  it("[BUS-17] answer that there is no such handler", async () => {
    const { api, base } = of()
    for (const path of ["pause", "resume"])
      expect(await api.send("POST", `${base}/subscriptions/nobody.home/${path}`)).toMatchObject({
        status: 404,
        body: { code: "SUBSCRIPTION_NOT_FOUND" },
      })
  })

  it("[BUS-18] are told with the rows of a request, once however often it is repeated", async () => {
    const { api, trips } = of()
    const token = await api.token()
    const book = () =>
      fetch(`${hub.url()}/api/plugins/courier/trips/o-1`, {
        method: "POST",
        headers: { authorization: `Bearer ${token}`, "idempotency-key": "book-o-1" },
      })
    const [first, second] = [await book(), await book()]
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.headers.get("idempotency-replayed")).toBe("true")
    await eventually(async () =>
      (await trips()).filter(({ orderId }) => orderId === "o-1"),
    ).toEqual([expect.objectContaining({ told: true })])
  })

  it("[BUS-21] stand in the log between the orders, and no screen loses or delays one for it", async () => {
    const { api, trips } = of()
    const { productId, screenOf } = hub.restaurant()
    const screen = connect(hub.signIn(), "kds", "events-grill", "ws")
    const shown = showView<TicketView>(screen, screenOf("grill"))
    const orders = await Promise.all(
      Array.from({ length: 40 }, async (_, n) => {
        const order = await api.post<{ id: string }>("/plugins/orders/orders", {
          type: "counter",
          lines: [{ productId: productId("OS MOELLE"), quantity: 1 }],
          send: true,
        })
        await api.post(`/plugins/courier/trips/between-${n}`, undefined)
        return order.id
      }),
    )
    for (const id of orders) await shown.when(({ orderId }) => orderId === id)
    await eventually(async () => {
      const all = await trips()
      return [
        orders.every((id) => all.filter(({ orderId }) => orderId === id).length === 1),
        all.filter(({ orderId, told }) => told && orderId.startsWith("between-")).length,
      ]
    }).toEqual([true, 40])
    const ready = orders[0] ?? ""
    const { ticketId } = await shown.when(({ orderId }) => orderId === ready)
    await screen.command("bumpTicket", { ticketId })
    await shown.when(({ orderId, status }) => orderId === ready && status === "bumped")
  }, 20_000)

  it("[BUS-19] are measured", async () => {
    const text = await (await fetch(`${hub.url()}/metrics`)).text()
    expect(text).toMatch(/heard_bus_deliveries_total\{[^}]*outcome="handled"[^}]*\} [1-9]/)
    expect(text).toMatch(/heard_bus_handler_seconds_bucket\{[^}]*subscription="courier.book"/)
  })
})
