import { randomUUID } from "node:crypto"
import { Effect } from "effect"
import type { Cid } from "#core/kitchen/ids.ts"
import type { LoadedPlugin } from "#core/plugins/loading/loaded-plugin.ts"
import { PluginCommands } from "#core/plugins/running/plugin-commands.ts"
import { OfferedViews } from "#core/plugins/running/plugin-views.ts"
import type { PluginTestkit } from "#test/support/plugin-testkit.ts"
import { canary, idsOf, plantCanary, uuids } from "./canary.ts"
import { emptyTables, fillTables } from "./filled-tables.ts"
import { heardAll } from "./heard-all.ts"
import type { PluginHouse } from "./plugin-house.ts"
import { requestsOf, someOfEach } from "./plugin-requests.ts"
import { difference, rowsOf } from "./plugin-rows.ts"
import { sampled } from "./sampled.ts"

/**
 * Asks every route, command and view of the plugin for one restaurant, with the ids of another whose every text holds a
 * canary.
 *
 * @returns answers with a byte of the other restaurant, and what became of its rows
 */
export const leaks = async (
  kit: PluginTestkit,
  plugin: LoadedPlugin,
  [mine, theirs]: readonly [PluginHouse, PluginHouse],
): Promise<ReadonlyArray<string>> => {
  await fillTables(kit, plugin, theirs)
  await kit.run(heardAll(plugin.key, theirs.tenantId))
  const empty = await emptyTables(kit, plugin.key, theirs.tenantId)
  await plantCanary(kit, plugin.key, theirs.tenantId)
  const foreign = await idsOf(kit, theirs.tenantId)
  const before = await rowsOf(kit, plugin.key, theirs.tenantId)
  const found: Array<string> = []
  const look = (name: string, text: string, sent: string) => {
    if (text.includes(canary)) found.push(`${name} shows a text of the other restaurant`)
    for (const [id] of text.matchAll(uuids)) {
      const where = foreign.get(id)
      // What was sent may come back: a refusal names it, and two restaurants may use the same id.
      if (where !== undefined && !sent.includes(id))
        found.push(`${name} shows ${id} of the other restaurant's ${where}`)
    }
  }
  let sent = ""
  for (const { method, path, body } of await requestsOf(plugin, mine, foreign)) {
    const request = `${path} ${body === undefined ? "" : JSON.stringify(body)}`
    if (method !== "GET") sent += request
    const { status, text } = await mine.ask(method, path, body)
    look(`${method} ${path}`, text, sent + request)
    if (status === 500) found.push(`${method} ${path} breaks: ${text.slice(0, 200)}`)
  }
  for (const asked of await partsAsked(kit, plugin, mine, someOfEach(foreign, plugin.key))) {
    sent += asked.sent
    look(asked.name, asked.text, sent)
  }
  const after = await rowsOf(kit, plugin.key, theirs.tenantId)
  return [
    ...empty.map((table) => `${table} has no row in a demo's restaurant: nothing of it was tried`),
    ...new Set(found),
    ...difference(before, after).map((line) => `the other restaurant's rows changed: ${line}`),
  ]
}

/** What views and commands answer: a command gets the other restaurant's ids in all that its arguments name. */
const partsAsked = (
  kit: Pick<PluginTestkit, "run">,
  { definition }: LoadedPlugin,
  mine: PluginHouse,
  ids: ReadonlyArray<string>,
): Promise<
  ReadonlyArray<{ readonly name: string; readonly text: string; readonly sent: string }>
> =>
  kit.run(
    Effect.gen(function* () {
      const views = yield* OfferedViews
      const commands = yield* PluginCommands
      const asked = []
      for (const { name } of definition.views) {
        const view = views.find(name)
        const read = yield* Effect.result(view?.read(mine.tenantId) ?? Effect.succeed([]))
        asked.push({ name, text: JSON.stringify(read), sent: "" })
      }
      for (const { op, args: schema } of definition.commands)
        for (const args of yield* sampled(schema, ids.length, (n) => ids[n] ?? "")) {
          const command = { cid: randomUUID() as Cid, op, args }
          const answer = yield* Effect.result(commands.run(mine.owner, command))
          asked.push({ name: op, text: JSON.stringify(answer), sent: JSON.stringify(args) })
        }
      return asked
    }),
  )
