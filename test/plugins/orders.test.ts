import { randomUUID } from "node:crypto"
import { layer } from "@effect/vitest"
import { Effect, Schema } from "effect"
import { expect, it } from "vitest"
import { queryRoutes } from "#plugins/orders/queries.ts"
import { testDatabase } from "#test/support/postgres.ts"
import { HubLog, json, newTenant, owner, pluginHub, request } from "./plugin-hub.ts"

const database = testDatabase()

const order = () => ({
  id: randomUUID() as string,
  type: "dineIn",
  lines: [{ productId: randomUUID(), quantity: 2 }],
  promisedAt: "2026-03-01T19:00:00.000Z",
  send: true,
})

it("[ORDERS-70] says in OpenAPI what the list can be asked for", () => {
  const [list] = queryRoutes
  const { schema } = Schema.toJsonSchemaDocument(list?.query ?? Schema.Unknown)
  expect(schema["properties"]).toMatchObject({
    since: { description: expect.stringContaining("Placed at this instant or later") },
    until: { description: expect.stringContaining("Placed at this instant or earlier") },
    search: { maxLength: 60, description: expect.stringContaining("number") },
  })
})

layer(pluginHub(database))("orders over REST", (it) => {
  it.effect("[ORDERS-1] place an order as it came in, and the same one again as the same", () =>
    Effect.gen(function* () {
      const { commands } = yield* HubLog
      const ana = owner(yield* newTenant)
      const body = order()
      const first = yield* request(ana, "POST", "orders/orders", body)
      expect(first).toEqual({ status: 201, json: { op: "placeOrder", args: body } })
      const again = yield* request(ana, "POST", "orders/orders", body)
      expect(again).toEqual({ ...first, headers: { "Idempotency-Replayed": "true" } })
      expect(commands.filter(({ scope }) => scope === ana)).toHaveLength(1)
      const other = yield* Effect.flip(
        request(ana, "POST", "orders/orders", { ...body, type: "takeaway" }),
      )
      expect(other).toMatchObject({ code: "ID_TAKEN" })
    }),
  )

  it.effect("[ORDERS-2] take an Idempotency-Key for the command's own id", () =>
    Effect.gen(function* () {
      const { commands } = yield* HubLog
      const ana = owner(yield* newTenant)
      const { id: _, ...body } = order()
      const key = { idempotencyKey: "tablet-7/18:42" }
      yield* request(ana, "POST", "orders/orders", body, key)
      expect(yield* request(ana, "POST", "orders/orders", body, key)).toMatchObject({
        headers: { "Idempotency-Replayed": "true" },
      })
      expect(
        yield* Effect.flip(
          request(ana, "POST", "orders/orders", { ...body, type: "counter" }, key),
        ),
      ).toMatchObject({ code: "IDEMPOTENCY_MISMATCH" })
      yield* request(ana, "POST", "orders/orders", body)
      yield* request(ana, "POST", "orders/orders", body)
      expect(commands.filter(({ scope }) => scope === ana)).toHaveLength(3)
    }),
  )

  it.effect("[ORDERS-3] ask an order anything under the cid that the caller chose", () =>
    Effect.gen(function* () {
      const { commands } = yield* HubLog
      const ana = owner(yield* newTenant)
      const id = randomUUID()
      const body = { cid: randomUUID(), op: "fireCourse", args: { course: 2 }, ifRev: 3 }
      const answer = yield* request(ana, "POST", `orders/orders/${id}/commands`, body)
      expect(json(answer)).toMatchObject({ cid: body.cid, rev: 1 })
      expect(commands.at(-1)).toMatchObject({
        cid: body.cid,
        op: "fireCourse",
        args: { course: 2, orderId: id },
        ifRev: 3,
      })
      const key = { idempotencyKey: "once" }
      const first = yield* request(ana, "POST", `orders/orders/${id}/commands`, body, key)
      expect(yield* request(ana, "POST", `orders/orders/${id}/commands`, body, key)).toMatchObject({
        json: json(first),
        headers: { "Idempotency-Replayed": "true" },
      })
      expect(
        yield* Effect.flip(
          request(ana, "POST", `orders/orders/${id}/commands`, { ...body, cid: randomUUID() }, key),
        ),
      ).toMatchObject({ code: "IDEMPOTENCY_MISMATCH" })
      const { ifRev: _, ...unseen } = { ...body, cid: randomUUID() }
      yield* request(ana, "POST", `orders/orders/${id}/commands`, unseen, { ifMatch: 4 })
      expect(commands.at(-1)).toMatchObject({ cid: unseen.cid, ifRev: 4 })
    }),
  )

  it.effect("[ORDERS-5] refuse a command that names another order than its address", () =>
    Effect.gen(function* () {
      const ana = owner(yield* newTenant)
      const [id, other] = [randomUUID(), randomUUID()]
      const { commands } = yield* HubLog
      const asked = commands.length
      const command = (orderId: unknown) =>
        request(ana, "POST", `orders/orders/${id}/commands`, {
          cid: randomUUID(),
          op: "cancel",
          args: { orderId },
        })
      for (const orderId of [other, null, 7])
        expect(yield* Effect.flip(command(orderId))).toMatchObject({
          code: "VALIDATION_FAILED",
          meta: { issues: [{ path: "args.orderId" }] },
        })
      expect(commands).toHaveLength(asked)
      yield* command(id)
      expect(commands.at(-1)).toMatchObject({ args: { orderId: id } })
    }),
  )

  it.effect("[GATE-15] are not listed since a time that had to be guessed", () =>
    Effect.gen(function* () {
      const ana = owner(yield* newTenant)
      for (const since of ["2026", "1", "2026-02-30T00:00:00Z", "2026-03-01T00:00:00"])
        expect(
          yield* Effect.flip(request(ana, "GET", `orders/orders?since=${since}`)),
        ).toMatchObject({ code: "VALIDATION_FAILED" })
    }),
  )

  it.effect("[ORDERS-71] are not listed by what cannot be meant", () =>
    Effect.gen(function* () {
      const ana = owner(yield* newTenant)
      const wrong = [
        "until=2026-02-30T00:00:00Z",
        "until=2026-03-01T00:00:00",
        "until=",
        "status=eaten",
        "tableId=5",
        `search=${"5".repeat(61)}`,
        "page=0",
        "size=201",
      ]
      for (const query of wrong)
        expect(
          yield* Effect.flip(request(ana, "GET", `orders/orders?${query}`)),
          query,
        ).toMatchObject({
          code: "VALIDATION_FAILED",
          meta: { issues: [{ path: query.split("=")[0] }] },
        })
      const good = "until=2026-03-01T00:00:00Z&search=%23T%C3%A9rasse"
      expect(json(yield* request(ana, "GET", `orders/orders?${good}`))).toMatchObject({ total: 0 })
    }),
  )

  it.effect("[ORDERS-4] say 404 of an order that is not this restaurant's", () =>
    Effect.gen(function* () {
      const ana = owner(yield* newTenant)
      for (const address of [randomUUID(), "x"].flatMap((id) => [
        `orders/orders/${id}`,
        `orders/orders/${id}/history`,
      ]))
        expect(yield* Effect.flip(request(ana, "GET", address))).toMatchObject({
          code: "ORDER_NOT_FOUND",
        })
      expect(
        json(yield* request(ana, "GET", "orders/orders?status=open&since=2026-03-01T00:00:00Z")),
      ).toEqual({ items: [], total: 0, page: 1, size: 50 })
    }),
  )
})
