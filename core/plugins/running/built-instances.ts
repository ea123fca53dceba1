import type { TenantId } from "#core/kitchen/ids.ts"

interface Built {
  readonly epoch: number
  usedAt: number
}

/** Which instances there are, and when each was last asked for (epoch milliseconds). */
export class BuiltInstances {
  readonly #built = new Map<string, Array<Built>>()

  epochs(plugin: string, tenantId: TenantId): ReadonlyArray<number> {
    return (this.#built.get(placeOf(plugin, tenantId)) ?? []).map(({ epoch }) => epoch)
  }

  add(plugin: string, tenantId: TenantId, epoch: number, now: number): void {
    const place = placeOf(plugin, tenantId)
    const known = this.#built.get(place)
    if (known === undefined) this.#built.set(place, [{ epoch, usedAt: now }])
    else known.push({ epoch, usedAt: now })
  }

  delete(plugin: string, tenantId: TenantId, epoch: number): void {
    const place = placeOf(plugin, tenantId)
    const left = (this.#built.get(place) ?? []).filter((one) => one.epoch !== epoch)
    if (left.length === 0) this.#built.delete(place)
    else this.#built.set(place, left)
  }

  use(plugin: string, tenantId: TenantId, epoch: number, now: number): void {
    for (const one of this.#built.get(placeOf(plugin, tenantId)) ?? [])
      if (one.epoch === epoch) one.usedAt = now
  }

  /** Keys of those that nobody asked for since then. */
  unusedSince(time: number): ReadonlyArray<string> {
    return [...this.#built].flatMap(([place, built]) =>
      built.filter(({ usedAt }) => usedAt <= time).map(({ epoch }) => `${place}|${epoch}`),
    )
  }
}

/** `|` stands in no plugin key and no UUID. */
const placeOf = (plugin: string, tenantId: TenantId): string => `${plugin}|${tenantId}`

/** Of one instance: the next epoch's is another. */
export const instanceKey = (plugin: string, tenantId: TenantId, epoch: number): string =>
  `${placeOf(plugin, tenantId)}|${epoch}`

export const parsedKey = (
  key: string,
): { readonly plugin: string; readonly tenantId: TenantId; readonly epoch: number } => {
  const [plugin = "", tenantId = "", epoch = ""] = key.split("|")
  return { plugin, tenantId: tenantId as TenantId, epoch: Number(epoch) }
}
