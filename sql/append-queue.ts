import type { TenantAppend } from "./append-batch.ts"

/** Appends that wait for a flush. Bounded as a whole, and per tenant, so that one restaurant cannot fill it. */
export interface AppendQueue<Item extends TenantAppend> {
  readonly size: () => number
  /** False when it is full: nothing was added. */
  readonly add: (item: Item) => boolean
  /** To the front: they came before everything that waits, and were counted when they came. */
  readonly putBack: (items: ReadonlyArray<Item>) => void
  /**
   * Takes the next batch, in order of arrival. One that names a stream or cid already in the batch waits for the next:
   * the database sees a batch at one moment and could not tell which of the two came first.
   */
  readonly take: () => Array<Item>
  readonly takeAll: () => Array<Item>
}

export const appendQueue = <Item extends TenantAppend>(limits: {
  readonly capacity: number
  readonly perTenant: number
  readonly batch: number
}): AppendQueue<Item> => {
  let waiting: Array<Item> = []
  const perTenant = new Map<string, number>()

  const left = (item: Item): void => {
    const count = perTenant.get(item.tenantId) ?? 0
    if (count > 1) perTenant.set(item.tenantId, count - 1)
    else perTenant.delete(item.tenantId)
  }

  return {
    size: () => waiting.length,
    add: (item) => {
      const count = perTenant.get(item.tenantId) ?? 0
      if (waiting.length >= limits.capacity || count >= limits.perTenant) return false
      perTenant.set(item.tenantId, count + 1)
      waiting.push(item)
      return true
    },
    putBack: (items) => {
      for (const item of items)
        perTenant.set(item.tenantId, (perTenant.get(item.tenantId) ?? 0) + 1)
      waiting = [...items, ...waiting]
    },
    take: () => {
      const batch: Array<Item> = []
      const held: Array<Item> = []
      const named = new Set<string>()
      let next = 0
      while (next < waiting.length && batch.length < limits.batch) {
        const item = waiting[next++] as Item
        // Named even when it is held back: what comes behind it in the same stream must stay behind it.
        if (name(named, item)) held.push(item)
        else {
          batch.push(item)
          left(item)
        }
      }
      waiting = next === waiting.length ? held : held.concat(waiting.slice(next))
      return batch
    },
    takeAll: () => {
      const all = waiting
      waiting = []
      perTenant.clear()
      return all
    },
  }
}

/** Adds what the request names; true when something of it was named before. */
const name = (named: Set<string>, { tenantId, request }: TenantAppend): boolean => {
  const before = named.size
  named.add(tenantId + request.cid)
  for (const part of request.streams) named.add(tenantId + part.stream)
  return named.size - before <= request.streams.length
}
