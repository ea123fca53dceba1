import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import type { PluginHouse } from "./plugin-house.ts"

interface KitRequest {
  readonly method: string
  /** After `/api`. */
  readonly path: string
  readonly body: unknown
}

/** Ids of each table that stand for a parameter of a path. */
const idsEach = 1

/**
 * Requests to every route of the plugin: first what only reads, so that what a write leaves does not blur it. A parameter
 * is an id of each table of the other restaurant in turn; a body is empty, and one of the own documents that names the
 * other restaurant's things.
 */
export const requestsOf = async (
  { key, definition }: LoadedPlugin,
  mine: PluginHouse,
  foreign: ReadonlyMap<string, string>,
): Promise<ReadonlyArray<KitRequest>> => {
  const ids = someOfEach(foreign, key)
  const requests: Array<KitRequest> = []
  const routes = [...definition.routes].sort(
    (a, b) => Number(a.method !== "GET") - Number(b.method !== "GET"),
  )
  for (const { method, path } of routes) {
    const address = `/plugins/${key}${path}`
    const paths = path.includes(":")
      ? ids.map((id) => address.replaceAll(/:\w+/g, id))
      : [method === "GET" ? `${address}?size=200` : address]
    const bodies: Array<object | undefined> =
      method === "GET" || method === "DELETE" ? [undefined] : [{}]
    if (method !== "GET" && method !== "DELETE" && !path.includes(":"))
      bodies.push(...(await documentsWith(mine, address, ids)))
    for (const each of paths) for (const body of bodies) requests.push({ method, path: each, body })
  }
  return requests
}

/** Ids of the other restaurant that this plugin could be asked for: of each of its tables, and of the hub's own things. */
export const someOfEach = (
  foreign: ReadonlyMap<string, string>,
  plugin: string,
): ReadonlyArray<string> => {
  const byTable = Map.groupBy(foreign, ([, table]) => table)
  return [...byTable]
    .filter(([table]) => table.startsWith(`plg_${plugin}.`) || hubTables.has(table))
    .flatMap(([, ids]) => ids.slice(0, idsEach).map(([id]) => id))
}

/** Things of the hub that routes are about: orders and what came of them, people. */
const hubTables: ReadonlySet<string> = new Set([
  "tenant",
  "log.event",
  "floor.open_order",
  "core.membership",
  "core.audit",
])

/** An own document with every id in it replaced by one of the other restaurant's, each in turn. */
const documentsWith = async (
  mine: PluginHouse,
  address: string,
  ids: ReadonlyArray<string>,
): Promise<ReadonlyArray<Readonly<Record<string, unknown>>>> => {
  const { json } = await mine.ask("GET", address)
  const [item] = (json?.["items"] as ReadonlyArray<Record<string, unknown>> | undefined) ?? []
  if (item === undefined) return []
  const { id: _id, rev: _rev, ...document } = item
  return ids.map((foreignId) =>
    JSON.parse(JSON.stringify({ ...document, name: "Ours" }).replaceAll(uuidText, foreignId)),
  )
}

const uuidText = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
