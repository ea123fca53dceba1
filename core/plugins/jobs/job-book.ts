import type { TenantId } from "#core/kitchen/ids.ts"
import type { Job } from "#core/plugins/job.ts"
import { DueHeap } from "./due-heap.ts"
import { JobTimes } from "./job-times.ts"

/** A job of a loaded plugin. */
export interface PluginJob {
  readonly plugin: string
  readonly job: Job<unknown>
}

/** One job in one restaurant that uses its plugin. Instants are epoch milliseconds. */
export interface JobSlot extends PluginJob {
  readonly tenantId: TenantId
  /** Every due time up to here was taken. */
  handledUntil: number
  /** Time of the run to come. */
  due: number
  /** When to look at it: when it is due, or later when something was in the way. */
  at: number
  running: boolean
}

/** All jobs of all restaurants, the next one first: one heap instead of a timer for each. */
export class JobBook {
  readonly #tenants = new Map<TenantId, Map<string, JobSlot>>()
  readonly #zones = new Map<TenantId, string>()
  readonly #heap = new DueHeap<JobSlot>()
  readonly #times = new JobTimes()

  of(tenantId: TenantId): ReadonlyArray<JobSlot> {
    return [...(this.#tenants.get(tenantId)?.values() ?? [])]
  }

  zoneOf(tenantId: TenantId): string {
    return this.#zones.get(tenantId) ?? "UTC"
  }

  /** Before anything of the restaurant is placed. What is due later than now is due by the new clock. */
  setZone(tenantId: TenantId, zone: string, now: number): void {
    if (this.#zones.get(tenantId) === zone) return
    this.#zones.set(tenantId, zone)
    for (const slot of this.of(tenantId)) if (!slot.running && slot.due > now) this.again(slot, now)
  }

  knows(tenantId: TenantId): boolean {
    return this.#zones.has(tenantId)
  }

  /** @param brokenOffUntil a crash broke its last run off, and this is when nobody can be at it any more */
  place(
    tenantId: TenantId,
    { plugin, job }: PluginJob,
    handledUntil: number,
    brokenOffUntil?: number,
  ): void {
    if (this.#find(tenantId, job.id) !== undefined) return
    const next = this.#next(tenantId, job, handledUntil)
    if (next === undefined) return
    const due = Math.min(next, brokenOffUntil ?? next)
    const slot = { plugin, job, tenantId, handledUntil, due, at: due, running: false }
    const slots = this.#tenants.get(tenantId)
    if (slots === undefined) this.#tenants.set(tenantId, new Map([[job.id, slot]]))
    else slots.set(job.id, slot)
    this.#heap.add(due, slot)
  }

  remove({ tenantId, job }: JobSlot): void {
    const slots = this.#tenants.get(tenantId)
    slots?.delete(job.id)
    if (slots?.size === 0) this.#tenants.delete(tenantId)
  }

  /** Its next run: at its next time, or sooner when the last one asked to be tried again. */
  again(slot: JobSlot, now: number, retryAfterMs?: number): void {
    const next = this.#next(slot.tenantId, slot.job, Math.max(slot.handledUntil, now))
    if (next === undefined) this.remove(slot)
    else {
      slot.due = Math.min(next, retryAfterMs === undefined ? next : now + retryAfterMs)
      this.lookAt(slot, slot.due)
    }
  }

  lookAt(slot: JobSlot, at: number): void {
    slot.at = at
    this.#heap.add(at, slot)
  }

  /** Takes the next one that is to be looked at. What was removed, or is to be looked at another time, is passed over. */
  take(now: number): JobSlot | undefined {
    for (let node = this.#heap.take(now); node !== undefined; node = this.#heap.take(now)) {
      const { at, value: slot } = node
      const isCurrent = this.#find(slot.tenantId, slot.job.id) === slot
      if (isCurrent && !slot.running && slot.at === at) return slot
    }
    return undefined
  }

  #find(tenantId: TenantId, job: string): JobSlot | undefined {
    return this.#tenants.get(tenantId)?.get(job)
  }

  #next(tenantId: TenantId, { cron }: Job<unknown>, after: number): number | undefined {
    return this.#times.next(cron, this.zoneOf(tenantId), after)
  }
}
