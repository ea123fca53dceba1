import type { TenantId } from "#core/kitchen/ids.ts"
import type { DeliveryException, PlaceState } from "#core/plugins/bus/bus-store.ts"

export interface DeliveryRow {
  readonly position: number
  readonly lane: string
  readonly status: DeliveryException["status"] | "replay" | "discarded"
  readonly attempt: number
  readonly dueAt: number
  readonly holds: boolean
  readonly replay?: boolean
  readonly changedAt: number
}

export interface BusTenant {
  readonly places: Map<string, { position: number; state: PlaceState }>
  /** By subscription and position. */
  readonly deliveries: Map<string, DeliveryRow & { readonly subscription: string }>
  readonly done: Set<string>
  readonly notes: Array<string>
}

/** What a bus store keeps; it survives the store that a test crashes. */
export class BusMemory {
  readonly #tenants = new Map<TenantId, BusTenant>()

  of(tenantId: TenantId): BusTenant {
    const known = this.#tenants.get(tenantId)
    if (known !== undefined) return known
    const made: BusTenant = { places: new Map(), deliveries: new Map(), done: new Set(), notes: [] }
    this.#tenants.set(tenantId, made)
    return made
  }

  all(): ReadonlyMap<TenantId, BusTenant> {
    return this.#tenants
  }
}

export const waitingRows = (tenant: BusTenant) =>
  [...tenant.deliveries.values()]
    .filter((row) => row.holds || ["retry", "parked", "replay"].includes(row.status))
    .sort((a, b) => a.position - b.position)

export const forward = (tenant: BusTenant, subscription: string, position: number): void => {
  const place = tenant.places.get(subscription)
  if (place !== undefined) place.position = Math.max(place.position, position)
}
