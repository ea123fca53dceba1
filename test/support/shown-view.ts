import { expect } from "vitest"
import type { HubClient } from "#core/client/hub-client.ts"
import type { ViewSnapshot } from "#core/client/watched-views.ts"

/** A view as one device shows it, to be waited on. */
export interface ShownView<Item> {
  readonly items: () => ReadonlyArray<Item>
  readonly seq: () => number
  /** The first item that fits, as soon as there is one. */
  readonly when: (fits: (item: Item) => boolean) => Promise<Item>
  /** Resolves when nothing shown fits any more. */
  readonly without: (fits: (item: Item) => boolean) => Promise<void>
}

const withinMs = 20_000

export const showView = <Item>(
  hub: HubClient,
  view: string,
  onChange: (snapshot: ViewSnapshot) => void = () => undefined,
): ShownView<Item> => {
  let shown: ViewSnapshot | undefined
  hub.watch(view, (snapshot) => {
    shown = snapshot
    onChange(snapshot)
  })
  const items = () => [...(shown?.live === true ? shown.items.values() : [])] as ReadonlyArray<Item>
  const become = async (so: () => boolean) => {
    try {
      await expect.poll(so, { timeout: withinMs, interval: 10 }).toBe(true)
    } catch (cause) {
      // What it shows now, not what it showed when the wait began.
      throw new Error(`${view} shows ${JSON.stringify(shown?.problem ?? items())}`, { cause })
    }
  }
  return {
    items,
    seq: () => shown?.seq ?? 0,
    when: async (fits) => {
      await become(() => items().some(fits))
      return items().find(fits) as Item
    },
    without: (fits) => become(() => shown?.live === true && !items().some(fits)),
  }
}
