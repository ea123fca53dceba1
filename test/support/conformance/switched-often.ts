import { setTimeout as sleep } from "node:timers/promises"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import type { PluginTestkit } from "#test/support/plugin-testkit.ts"
import { changed, disable, enable } from "./plugin-changes.ts"
import type { PluginHouse } from "./plugin-house.ts"

export const cycles = 50

/** What goes on beside the plugins (the hub's own timers, answers that are on their way) comes and goes by so many. */
const others = 20

/** Longest that the last instances may take to be gone, in milliseconds. */
const goneWithin = 3_000

/** A plugin with a restaurant that runs it. */
export interface Placed {
  readonly plugin: LoadedPlugin
  readonly house: PluginHouse
}

/**
 * Disables and enables plugins fifty times, all at once in restaurants of their own and with a request in between, and
 * counts what is left. A timer or connection that is left has no name on it: then each plugin is tried alone.
 *
 * @returns by plugin
 */
export const leftovers = async (
  kit: PluginTestkit,
  placed: ReadonlyArray<Placed>,
): Promise<ReadonlyMap<string, ReadonlyArray<string>>> => {
  const cycle = async () => {
    await Promise.all(placed.map((one) => switchedOnce(kit, one)))
  }
  // Whatever is made once and kept, such as the pool's connections, is there after the first.
  await cycle()
  const before = await held(kit, placed)
  for (let times = 0; times < cycles; times += 1) await cycle()
  let after = await held(kit, placed)
  for (const until = Date.now() + goneWithin; Date.now() < until; await sleep(20)) {
    if (moreThan(before, after).length === 0) break
    after = await held(kit, placed)
  }
  const nameless = moreThan(before, after).filter(({ plugin }) => plugin === undefined)
  const found = new Map<string, ReadonlyArray<string>>()
  for (const one of placed) {
    const { key } = one.plugin
    const own = moreThan(before, after).filter(({ plugin }) => plugin === key)
    found.set(
      key,
      nameless.length === 0 || placed.length === 1
        ? [...own, ...nameless].map(
            ({ kind, count }) => `${count} ${kind} more than before ${cycles} changes`,
          )
        : ((await leftovers(kit, [one])).get(key) ?? []),
    )
  }
  return found
}

const switchedOnce = async (
  kit: PluginTestkit,
  { plugin: { key, definition }, house }: Placed,
): Promise<void> => {
  await changed(kit, house, disable(key))
  await changed(kit, house, enable(key))
  const route = definition.routes.find(
    ({ method, path }) => method === "GET" && !path.includes(":"),
  )
  if (route !== undefined) await house.ask("GET", `/plugins/${key}${route.path}`)
}

interface Count {
  readonly kind: "fibers" | "timers" | "sockets" | "connections"
  /** Undefined: nobody knows whose they are. */
  readonly plugin?: string
  readonly count: number
}

const held = async (
  kit: PluginTestkit,
  placed: ReadonlyArray<Placed>,
): Promise<ReadonlyArray<Count>> => {
  const [row] = await kit.database
    .connection()
    .unsafe<Array<{ count: number }>>(
      "select count(*)::int as count from pg_stat_activity where datname = current_database()",
    )
  const resources = process.getActiveResourcesInfo()
  const count = (kind: string) => resources.filter((resource) => resource === kind).length
  return [
    { kind: "timers", count: count("Timeout") },
    { kind: "sockets", count: count("TCPSocketWrap") },
    { kind: "connections", count: row?.count ?? 0 },
    ...placed.map(
      ({ plugin: { key } }): Count => ({ kind: "fibers", plugin: key, count: kit.fibers.of(key) }),
    ),
  ]
}

/** What there is more of. A fiber more is one too many: those of a plugin are counted exactly. */
const moreThan = (
  before: ReadonlyArray<Count>,
  after: ReadonlyArray<Count>,
): ReadonlyArray<Count> =>
  after.flatMap((now, n) => {
    const more = now.count - (before[n]?.count ?? 0)
    return more > (now.plugin === undefined ? others : 0) ? [{ ...now, count: more }] : []
  })
