import { join } from "node:path"
import { beforeAll } from "vitest"
import { type RunningHub, runningHub } from "#test/support/running-hub.ts"
import { type RouteDocument, routeDocument } from "./documented-routes.ts"
import {
  canary,
  type ForeignThings,
  readEverything,
  uuidsIn,
  writeEverywhere,
} from "./foreign-restaurant.ts"

export interface TwoRestaurants {
  readonly hub: RunningHub
  readonly document: () => RouteDocument
  readonly foreign: () => ForeignThings
  /** The bytes of the other restaurant in a text that ours received: none. */
  readonly foreignIn: (text: string) => ReadonlyArray<string>
}

const plugins = join(import.meta.dirname, "..", "fixtures", "plugins")

/** Ours (`bistro`), and another one on the same hub that wrote the canary wherever it could. Call it once per file. */
export const twoRestaurants = (): TwoRestaurants => {
  const hub = runningHub(["bistro", canary], {
    "heard-courier": join(plugins, "courier"),
    "heard-tip-jar": join(plugins, "tip_jar"),
  })
  let document: RouteDocument
  let foreign: ForeignThings

  const idsByList = async (slug: string) =>
    [...(await readEverything(hub, slug, document)).values()].map(uuidsIn)

  beforeAll(async () => {
    document = await routeDocument(hub.url())
    const things = await writeEverywhere(hub, canary, document)
    const ours = await idsByList("bistro")
    const known = new Set(ours.flat())
    const theirs = (await idsByList(canary)).map((list) => list.filter((id) => !known.has(id)))
    const someIds = theirs.flatMap((list) => [...list.slice(0, 1), ...list.slice(-1)])
    foreign = { ...things, ids: new Set(theirs.flat()), someIds: [...new Set(someIds)] }
  })

  return {
    hub,
    document: () => document,
    foreign: () => foreign,
    foreignIn: (text) => [
      ...(text.toLowerCase().includes(canary) ? [canary] : []),
      ...uuidsIn(text.toLowerCase()).filter((id) => foreign.ids.has(id)),
    ],
  }
}
