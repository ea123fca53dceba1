import type { CommandFailure } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { EndWatch } from "./opened-view.ts"

/** Who watches what of a plugin, so that all of them hear of it when the restaurant stops using it. */
export class PluginWatchers {
  readonly #watching = new Map<string, Set<EndWatch>>()

  /** Until the returned function is called. */
  add(tenantId: TenantId, plugin: string, end: EndWatch): () => void {
    const key = `${tenantId}|${plugin}`
    const watching = this.#watching.get(key) ?? new Set()
    this.#watching.set(key, watching.add(end))
    return () => {
      watching.delete(end)
      if (watching.size === 0 && this.#watching.get(key) === watching) this.#watching.delete(key)
    }
  }

  endAll(tenantId: TenantId, plugin: string, failure: CommandFailure): void {
    for (const end of [...(this.#watching.get(`${tenantId}|${plugin}`) ?? [])]) end(failure)
  }
}
