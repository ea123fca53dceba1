import { v7 as uuid } from "uuid"
import { expect, it } from "vitest"
import type { OrderView } from "#core/kitchen/order-view.ts"
import { greeted } from "#test/devices/socket/raw-client.ts"
import { runningHub } from "#test/support/running-hub.ts"

const hub = runningHub()
const path = "/plugins/orders/orders"

/** Two coffees, of which one can go. */
const twoCoffees = async () => {
  const { api, productId } = hub.restaurant()
  const lines = [{ productId: productId("EXPRESSO"), quantity: 2 }]
  const order = await api.post<OrderView>(path, { type: "counter", lines })
  return { id: order.id, one: [{ lineId: order.lines[0]?.lineId, quantity: 1 }] }
}

const opened = (toOrderId: string) => hub.restaurant().api.get<OrderView>(`${path}/${toOrderId}`)

it("[JOIN-8] a split over REST says which order it opened, also when it is said again", async () => {
  const { api } = hub.restaurant()
  const { id, one } = await twoCoffees()
  const split = async (cid: string, args: object, key?: string) => {
    const response = await fetch(`${hub.url()}/api${path}/${id}/commands`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${await api.token()}`,
        "content-type": "application/json",
        ...(key === undefined ? {} : { "idempotency-key": key }),
      },
      body: JSON.stringify({ cid, op: "splitTo", args }),
    })
    return (await response.json()) as { toOrderId: string; order: OrderView; rev: number }
  }
  const [cid, key] = [uuid(), uuid()]
  const first = await split(cid, { parts: one }, key)
  expect(first).toMatchObject({ cid, rev: 2, order: { id } })
  expect(await opened(first.toOrderId)).toMatchObject({ number: expect.any(String), rev: 2 })
  await api.post(`${path}/${id}/commands`, { cid: uuid(), op: "rush", args: {} })
  // Out of the database of the key, and out of the log.
  for (const again of [key, undefined])
    expect(await split(cid, { parts: one }, again)).toEqual(first)

  const { id: other, one: part } = await twoCoffees()
  const named = { parts: part, toOrderId: first.toOrderId }
  expect(
    await api.post(`${path}/${other}/commands`, { cid: uuid(), op: "splitTo", args: named }),
  ).toMatchObject({ order: { id: other }, toOrderId: first.toOrderId })
  const rush = await api.post(`${path}/${other}/commands`, { cid: uuid(), op: "rush" })
  expect(rush).not.toHaveProperty("toOrderId")
})

it.each(["ws", "socket.io"] as const)("[JOIN-8] and over %s", async (wire) => {
  const { api } = hub.restaurant()
  const client = await greeted(wire, hub.url(), await api.token())
  const { id, one } = await twoCoffees()
  const split = { t: "cmd", cid: uuid(), op: "splitTo", args: { orderId: id, parts: one } }
  client.send(split)
  const ack = await client.next("ack")
  expect(ack).toMatchObject({ rev: 2, result: { id }, toOrderId: expect.any(String) })
  expect((await opened(ack.toOrderId ?? "")).lines).toMatchObject([{ quantity: 1 }])
  client.send(split)
  expect(await client.next("ack")).toEqual(ack)
  client.close()
})

it("[JOIN-8] is documented for both", async () => {
  type Described = { properties: Record<string, { description?: string } | undefined> }
  const { api } = hub.restaurant()
  const schemasOf = (document: string) =>
    api.get<{ components: { schemas: Record<string, Described> } }>(document)
  const { OrderCommandAnswer } = (await schemasOf("/openapi.json")).components.schemas
  const { Ack } = (await schemasOf("/asyncapi.json")).components.schemas
  for (const schema of [OrderCommandAnswer, Ack])
    expect(JSON.stringify(schema?.properties["toOrderId"])).toContain("splitTo")
})
