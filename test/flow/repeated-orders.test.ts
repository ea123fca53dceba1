import { v7 as uuid } from "uuid"
import { expect, it } from "vitest"
import type { ServerFrame } from "#core/hub/frame.ts"
import type { OrderView } from "#core/kitchen/order-view.ts"
import { greeted, type RawClient } from "#test/devices/socket/raw-client.ts"
import { runningHub } from "#test/support/running-hub.ts"

const hub = runningHub()
const path = "/plugins/orders/orders"

const order = (id: string | undefined, quantity = 1) => ({
  ...(id === undefined ? {} : { id }),
  type: "counter",
  lines: [{ productId: hub.restaurant().productId("EXPRESSO"), quantity }],
})

/** A till, with the key that it made for this bill or without one. */
const post = async (body: object, key?: string) => {
  const { api } = hub.restaurant()
  const response = await fetch(`${hub.url()}/api${path}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${await api.token()}`,
      "content-type": "application/json",
      ...(key === undefined ? {} : { "idempotency-key": key }),
    },
    body: JSON.stringify(body),
  })
  return {
    status: response.status,
    replayed: response.headers.get("idempotency-replayed") === "true",
    body: (await response.json()) as OrderView & { code?: string; detail?: string; meta?: object },
  }
}

const told = async (client: RawClient, cid: string, args: object, op = "placeOrder") => {
  client.send({ t: "cmd", cid, op, args })
  const mine = (frame: ServerFrame) => "cid" in frame && frame.cid === cid
  const before = client.heard.filter(mine).length
  await expect.poll(() => client.heard.filter(mine).length).toBe(before + 1)
  return client.heard.filter(mine).at(-1)
}

const total = async () =>
  (await hub.restaurant().api.get<{ total: number }>(`${path}?size=1`)).total
const mismatch = { status: 422, body: { code: "IDEMPOTENCY_MISMATCH" } }
const taken = (id: string) => ({
  status: 409,
  body: { code: "ID_TAKEN", detail: expect.stringContaining(id), meta: { id } },
})

it("[FLOW-26] a till that makes a new id at each try of one bill places one order", async () => {
  const [key, a, b] = [uuid(), uuid(), uuid()]
  const before = await total()
  const first = await post(order(a), key)
  expect(first).toMatchObject({ status: 201, replayed: false })
  for (const other of [order(b), order(undefined), order(a, 2), order(b, 2)])
    expect(await post(other, key)).toMatchObject(mismatch)
  expect(await post(order(a), key)).toEqual({ ...first, replayed: true })
  expect(await total()).toBe(before + 1)

  const without = await post(order(undefined), `${key}-2`)
  expect(await post(order(undefined), `${key}-2`)).toEqual({ ...without, replayed: true })
  expect(await post(order(b), `${key}-2`)).toMatchObject(mismatch)

  const atOnce = await Promise.all(Array.from({ length: 8 }, () => post(order(uuid()), `${key}-3`)))
  expect(atOnce.filter(({ status }) => status === 201)).toHaveLength(1)
  expect(atOnce.filter(({ status }) => status === 422)).toHaveLength(7)
  expect(await total()).toBe(before + 3)
})

it("[FLOW-26] one id is one order under any key or none, and another's is taken by name", async () => {
  const id = uuid()
  const first = await post(order(id), uuid())
  for (const key of [undefined, undefined, uuid()])
    expect(await post(order(id), key)).toEqual({ ...first, replayed: true })
  for (const key of [undefined, uuid()])
    expect(await post(order(id, 2), key)).toMatchObject(taken(id))

  const plain = uuid()
  const placed = await post(order(plain))
  expect(await post(order(plain), uuid())).toEqual({ ...placed, replayed: true })
  for (const key of [undefined, uuid()])
    expect(await post(order(plain, 2), key)).toMatchObject(taken(plain))
  const atOnce = uuid()
  const answers = await Promise.all(
    [1, 1, 2, 1, 2].map((quantity, n) =>
      post(order(atOnce, quantity), n % 2 === 0 ? undefined : uuid()),
    ),
  )
  const won = answers.find(({ status }) => status === 201)?.body.lines[0]?.quantity
  expect(answers.map(({ status }) => status)).toEqual(
    [1, 1, 2, 1, 2].map((quantity) => (quantity === won ? 201 : 409)),
  )
  expect(answers.filter(({ status, replayed }) => status === 201 && !replayed)).toHaveLength(1)
})

it.each(["ws", "socket.io"] as const)(
  "[FLOW-26] one cid is one command over %s, and an order is the same by every edge",
  async (wire) => {
    const { api } = hub.restaurant()
    const client = await greeted(wire, hub.url(), await api.token())
    const [cid, a, b] = [uuid(), uuid(), uuid()]
    const before = await total()
    const first = await told(client, cid, order(a))
    expect(first).toMatchObject({ t: "ack", result: { id: a } })
    for (const args of [order(b), order(undefined), order(a, 2)])
      expect(await told(client, cid, args)).toMatchObject({
        t: "nack",
        code: "IDEMPOTENCY_MISMATCH",
      })
    for (const again of [cid, uuid(), a])
      expect(await told(client, again, order(a))).toEqual({ ...first, cid: again })
    expect(await told(client, uuid(), order(a, 2))).toMatchObject({
      t: "nack",
      code: "ID_TAKEN",
      meta: { id: a },
    })
    const rush = uuid()
    await told(client, rush, { orderId: a }, "rush")
    expect(await told(client, rush, order(b))).toMatchObject({ code: "IDEMPOTENCY_MISMATCH" })
    expect(await told(client, cid, { orderId: a }, "rush")).toMatchObject({
      code: "IDEMPOTENCY_MISMATCH",
    })
    expect(await post(order(a))).toMatchObject({ status: 201, replayed: true, body: { rev: 1 } })
    expect(await total()).toBe(before + 1)
    client.close()
  },
)
