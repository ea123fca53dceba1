import { createHmac } from "node:crypto"
import { v7 as uuid } from "uuid"
import type { BenchHubReady } from "#test/bench/bench-hub.ts"

/** One restaurant as the load generator knows it: the same one on both sides. */
export interface BenchRestaurant {
  readonly tenantId: string
  readonly hubToken: string
  readonly floorToken: string
  /** The board of the station that cooks the first line of every order. */
  readonly screenId: string
  readonly printers: ReadonlyArray<{
    readonly id: string
    readonly deviceId: string
    readonly stations: ReadonlyArray<string>
  }>
  /** Everything of an order's body that stays the same from order to order. */
  readonly lines: string
  /** The same for an order of which one station, the grill, cooks everything. */
  readonly grillLines: string
}

export const hubApi = async <A>(
  port: number,
  path: string,
  init: { readonly method?: string; readonly token?: string; readonly body?: object } = {},
): Promise<A> => {
  const response = await fetch(`http://127.0.0.1:${port}/api${path}`, {
    method: init.method ?? "GET",
    headers: {
      ...(init.token === undefined ? {} : { authorization: `Bearer ${init.token}` }),
      ...(init.body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
  })
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as A
}

interface Page<Item> {
  readonly items: ReadonlyArray<Item>
}

/** Signs in to every restaurant of the hub and reads what orders are made of. */
export const openRestaurants = async (
  hub: BenchHubReady,
  floorSecret: string,
): Promise<ReadonlyArray<BenchRestaurant>> => {
  const opened: Array<BenchRestaurant> = []
  for (let n = 0; n < hub.tenants.length; n += signInsAtOnce)
    opened.push(
      ...(await Promise.all(hub.tenants.slice(n, n + signInsAtOnce).map(open(hub, floorSecret)))),
    )
  return opened
}

/** More than some sixty passwords at once a hub refuses. */
const signInsAtOnce = 20

const open =
  (hub: BenchHubReady, floorSecret: string) =>
  async ({ id, slug }: BenchHubReady["tenants"][number]): Promise<BenchRestaurant> => {
    const { accessToken } = await hubApi<{ accessToken: string }>(hub.port, "/auth/login", {
      method: "POST",
      body: { tenant: slug, username: "owner", password: hub.password },
    })
    const list = <Item>(path: string) =>
      hubApi<Page<Item>>(hub.port, `/plugins/${path}?size=200`, { token: accessToken })
    const [products, screens, printers] = await Promise.all([
      list<{ id: string; kitchenName?: string; name: string }>("catalog_product/products"),
      list<{ id: string; stations: ReadonlyArray<string> }>("kds/screens"),
      list<BenchRestaurant["printers"][number]>("printer/printers"),
    ])
    const productNamed = (name: string): string => {
      const found = products.items.find(({ kitchenName }) => kitchenName === name)
      if (found === undefined) throw new Error(`The demo menu has no ${name}`)
      return found.id
    }
    const screen = screens.items.find(({ stations }) => stations.includes("grill"))
    if (screen === undefined) throw new Error("The demo has no grill screen")
    return {
      tenantId: id,
      hubToken: accessToken,
      floorToken: floorToken(floorSecret, id),
      screenId: screen.id,
      printers: printers.items,
      lines: JSON.stringify([
        { productId: productNamed("OS MOELLE"), quantity: 2 },
        { productId: productNamed("NICOISE"), quantity: 1, note: "sans anchois" },
        { productId: productNamed("OEUFS MIMOSA"), quantity: 3 },
      ]),
      grillLines: JSON.stringify([{ productId: productNamed("OS MOELLE"), quantity: 2 }]),
    }
  }

const floorToken = (secret: string, tenantId: string): string => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url")
  const text = `${part({ alg: "HS256", typ: "JWT" })}.${part({ tid: tenantId, sub: "owner" })}`
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`
}

export const newOrder = ({ lines }: Pick<BenchRestaurant, "lines">, more = "") => {
  const id = uuid()
  return { id, body: `{"id":"${id}","type":"takeaway","lines":${lines},"send":true${more}}` }
}
