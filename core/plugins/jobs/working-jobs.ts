import type { JobSlot } from "./job-book.ts"

/** Jobs of the process at work at the same time, and of one restaurant: one with slow jobs does not hold up the others. */
const most = 8
const mostOfOne = 2

/** How many jobs run right now. */
export class WorkingJobs {
  readonly #byTenant = new Map<string, number>()
  #count = 0

  get full(): boolean {
    return this.#count >= most
  }

  hasRoomFor({ tenantId }: JobSlot): boolean {
    return (this.#byTenant.get(tenantId) ?? 0) < mostOfOne
  }

  enter(slot: JobSlot): void {
    slot.running = true
    this.#count += 1
    this.#byTenant.set(slot.tenantId, (this.#byTenant.get(slot.tenantId) ?? 0) + 1)
  }

  leave(slot: JobSlot): void {
    slot.running = false
    this.#count -= 1
    const left = (this.#byTenant.get(slot.tenantId) ?? 1) - 1
    if (left === 0) this.#byTenant.delete(slot.tenantId)
    else this.#byTenant.set(slot.tenantId, left)
  }
}
