import { v7 as uuid } from "uuid"
import { expect, vi } from "vitest"
import type { DeadLetter } from "#core/plugins/bus/event-subscriptions.ts"
import type { Operation } from "#core/plugins/lifecycle/operation.ts"
import { greeted } from "#test/devices/socket/raw-client.ts"
import type { Page } from "#test/support/hub-api.ts"
import type { RunningHub } from "#test/support/running-hub.ts"
import { asked } from "./asked.ts"
import type { RouteDocument } from "./documented-routes.ts"
import { filledBody } from "./filled-body.ts"
import { restaurantValues } from "./restaurant-values.ts"

/** Stands in all that the other restaurant wrote down. Small letters and digits, so that it may be a name or a key too. */
export const canary = "kanari7f3a"

/** What the other restaurant has that ours must never see a byte of. */
export interface ForeignThings {
  readonly tenantId: string
  /** Of whatever it has: documents, people, orders, tickets, jobs, operations, events. */
  readonly ids: ReadonlySet<string>
  /** A few of each list. */
  readonly someIds: ReadonlyArray<string>
  readonly operationId: string
  /** Of an event that it could not handle. */
  readonly deadLetter: number
  /** Keys that it chose itself. */
  readonly role: string
  /** Code of a claim that it made. */
  readonly ticket: string
}

/** Has a restaurant write the canary into every field that takes text. Asks for the plugins `courier` and `tip_jar`. */
export const writeEverywhere = async (
  hub: RunningHub,
  slug: string,
  document: RouteDocument,
): Promise<Omit<ForeignThings, "ids" | "someIds">> => {
  const { api, tenantId } = hub.restaurant(slug)
  const values = await restaurantValues(api, canary)
  const fill = (path: string) => {
    const route = document.routes.find((one) => one.method === "POST" && one.path === `/api${path}`)
    if (route?.body === undefined) throw new Error(`nothing is posted to ${path}`)
    return filledBody(document, route.body, canary, values)
  }

  for (const path of collections(document)) await api.post(path, fill(path))
  const settings = await api.get<Record<string, unknown>>("/plugins/config/restaurant")
  const { slug: _slug, rev: _rev, ...kept } = settings
  const saved = await api.send("PUT", "/plugins/config/restaurant", {
    ...kept,
    name: `Chez ${canary}`,
    exceptions: [{ date: "2027-01-01", hours: [], note: canary }],
    taxes: [{ name: canary, rate: 1000, included: true }],
  })
  expect(saved, JSON.stringify(saved.body)).toMatchObject({ status: 200 })

  const order = await api.post<{ readonly id: string }>(orders, fill(orders))
  await api.post(`${orders}/${order.id}/commands`, {
    cid: uuid(),
    op: "cancel",
    args: { reason: canary },
  })
  await api.post(orders, { ...fill(orders), note: `${canary} that stays` })
  await api.post(orders, { ...fill(orders), note: "poison" })
  await asked(hub.url(), {
    method: "POST",
    path: "/api/plugins/floor_plan/rooms",
    token: await api.token(),
    body: { name: `${canary} once` },
    headers: { "idempotency-key": canary },
  })
  await tip(hub, slug)
  const change = async (kind: string, body: object) => {
    const operations = `/tenants/${tenantId}/operations`
    const { id } = await api.post<Operation>(`/tenants/${tenantId}/plugins/config/${kind}`, body)
    // Its stream ends with it.
    const path = `/api${operations}/${id}/stream`
    await asked(hub.url(), { method: "GET", path, token: await api.token() })
    return id
  }
  const operationId = await change("disable", { reason: canary })
  await change("enable", {})
  const claim = { kind: "printerAgent", name: canary }
  const { userCode: ticket } = await api.post<{ readonly userCode: string }>(
    "/plugins/devices/claims",
    claim,
  )
  const letters = `/tenants/${tenantId}/dead-letters`
  const items = await vi.waitFor(
    async () => {
      const found = (await api.get<Page<DeadLetter>>(letters)).items
      expect(found).not.toEqual([])
      return found
    },
    { timeout: 15_000 },
  )
  return {
    tenantId,
    operationId,
    deadLetter: items[0]?.position ?? 0,
    role: canary,
    ticket,
  }
}

/** Every list of a restaurant, as its owner reads it: address → text. */
export const readEverything = async (
  hub: RunningHub,
  slug: string,
  { routes }: RouteDocument,
): Promise<ReadonlyMap<string, string>> => {
  const { api, tenantId } = hub.restaurant(slug)
  const read = new Map<string, string>()
  for (const { method, path, isPublic, parameters, queries } of routes) {
    if (method !== "GET" || isPublic || parameters.some((name) => name !== "tenant")) continue
    const address = `${path.replace("{tenant}", tenantId)}${queries.includes("size") ? "?size=200" : ""}`
    const { text } = await asked(hub.url(), {
      method,
      path: address,
      token: await api.token(),
    })
    read.set(path, text)
  }
  return read
}

export const uuidsIn = (text: string): ReadonlyArray<string> =>
  text.match(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g) ?? []

/** A plugin's list that is added to and changed by id: whatever stands in it was written down by people. */
const collections = ({ routes }: RouteDocument): ReadonlyArray<string> =>
  routes
    .filter(
      ({ method, path }) =>
        method === "POST" &&
        routes.some((one) => one.method === "PATCH" && one.path.replace(/\/\{\w+\}$/, "") === path),
    )
    .map(({ path }) => path.slice("/api".length))

const orders = "/plugins/orders/orders"

const tip = async (hub: RunningHub, slug: string): Promise<void> => {
  const client = await greeted("ws", hub.url(), await hub.restaurant(slug).api.token())
  client.send({ t: "cmd", cid: uuid(), op: "tip_jar.give", args: { name: canary, cents: 100 } })
  await client.next("ack")
  client.close()
}
