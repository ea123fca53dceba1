import type { Place } from "./place.ts"

/** Handlers that may run at the same time. */
export interface SlotLimits {
  readonly all: number
  readonly perTenant: number
  /** Of one plugin over all restaurants: a plugin whose handlers hang leaves room for the others. */
  readonly perPlugin: number
  /** Of one subscription in one restaurant. */
  readonly perPlace: number
}

export const defaultSlots: SlotLimits = { all: 64, perTenant: 16, perPlugin: 16, perPlace: 4 }

/** Who runs a handler next: places take turns, and none of a restaurant, plugin or subscription takes all the room. */
export class HandlerSlots {
  readonly #limits: SlotLimits
  readonly #waiting = new Set<Place>()
  readonly #perTenant = new Map<string, number>()
  readonly #perPlugin = new Map<string, number>()
  #running = 0

  constructor(limits: SlotLimits) {
    this.#limits = limits
  }

  get running(): number {
    return this.#running
  }

  /** This place has something to run. */
  offer(place: Place): void {
    if (place.isReady) this.#waiting.add(place)
  }

  /** The next place whose turn it is, counted as running until {@link leave}. */
  take(): Place | undefined {
    if (this.#running >= this.#limits.all) return undefined
    for (const place of this.#waiting) {
      if (!place.isReady) {
        this.#waiting.delete(place)
        continue
      }
      if (!this.#hasRoom(place)) continue
      this.#waiting.delete(place)
      this.#count(place, 1)
      return place
    }
    return undefined
  }

  leave(place: Place): void {
    this.#count(place, -1)
    this.offer(place)
  }

  #hasRoom({ running, tenantId, handler }: Place): boolean {
    return (
      running < this.#limits.perPlace &&
      (this.#perTenant.get(tenantId) ?? 0) < this.#limits.perTenant &&
      (this.#perPlugin.get(handler.plugin) ?? 0) < this.#limits.perPlugin
    )
  }

  #count({ tenantId, handler }: Place, by: 1 | -1): void {
    this.#running += by
    add(this.#perTenant, tenantId, by)
    add(this.#perPlugin, handler.plugin, by)
  }
}

const add = (counts: Map<string, number>, key: string, by: number): void => {
  const count = (counts.get(key) ?? 0) + by
  if (count === 0) counts.delete(key)
  else counts.set(key, count)
}
