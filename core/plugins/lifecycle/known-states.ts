import { Effect, Layer } from "effect"
import type { Outage } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { PluginStates, type TenantPlugin } from "#core/plugins/plugin-states.ts"
import { StateStore } from "./state-store.ts"

/** All restaurants' rows, read at the start and kept: a request is judged without asking the database. */
export const knownStatesLayer: Layer.Layer<PluginStates, Outage, StateStore> = Layer.effect(
  PluginStates,
  Effect.gen(function* () {
    const store = yield* StateStore
    const known = new KnownStates()
    for (const { tenantId, ...row } of yield* store.all) known.put(tenantId, row)
    const reload: PluginStates["Service"]["reload"] = (tenantId) =>
      Effect.suspend(() => {
        const reading = known.reading()
        return store.of(tenantId).pipe(
          Effect.map((rows) => known.replace(tenantId, rows, reading)),
          Effect.onError(() => Effect.sync(() => known.outdated(tenantId))),
        )
      })
    return {
      enabled: (tenantId, plugin) => known.enabled(tenantId, plugin),
      of: (tenantId) => known.of(tenantId),
      onChange: (listener) => known.onChange(listener),
      reload,
      upToDate: (tenantId) =>
        Effect.suspend(() => (known.isOutdated(tenantId) ? reload(tenantId) : Effect.void)),
    }
  }),
)

type Listener = (tenantId: TenantId, plugin: string) => void

class KnownStates {
  readonly #tenants = new Map<TenantId, Map<string, TenantPlugin>>()
  readonly #listeners = new Set<Listener>()
  /** A thousand restaurants name the same few plugins and versions: each text is kept once. */
  readonly #texts = new Map<string, string>()
  /** Those whose last reading failed. */
  readonly #outdated = new Set<TenantId>()
  #readings = 0
  readonly #newest = new Map<TenantId, number>()

  enabled(tenantId: TenantId, plugin: string): boolean {
    const actual = this.#tenants.get(tenantId)?.get(plugin)?.actual
    return actual === "enabled" || actual === "quarantined"
  }

  of(tenantId: TenantId): ReadonlyMap<string, TenantPlugin> {
    return this.#tenants.get(tenantId) ?? nothing
  }

  onChange(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  isOutdated(tenantId: TenantId): boolean {
    return this.#outdated.has(tenantId)
  }

  outdated(tenantId: TenantId): void {
    this.#outdated.add(tenantId)
  }

  put(tenantId: TenantId, row: TenantPlugin): void {
    const plugin = this.#once(row.plugin)
    const kept: TenantPlugin = {
      plugin,
      desired: row.desired,
      actual: row.actual,
      installedVersion:
        row.installedVersion === undefined ? undefined : this.#once(row.installedVersion),
      epoch: row.epoch,
      enabledAt: row.enabledAt,
      purgeAfter: row.purgeAfter,
      lastError: row.lastError,
    }
    const plugins = this.#tenants.get(tenantId)
    if (plugins === undefined) this.#tenants.set(tenantId, new Map([[plugin, kept]]))
    else plugins.set(plugin, kept)
  }

  /** Number of a reading that begins now. */
  reading(): number {
    this.#readings += 1
    return this.#readings
  }

  /**
   * Listeners hear of what differs, once all of it is in place. A reading that began before one that is in place already
   * may have missed a change, and is dropped.
   */
  replace(tenantId: TenantId, rows: ReadonlyArray<TenantPlugin>, reading: number): void {
    if (reading < (this.#newest.get(tenantId) ?? 0)) return
    this.#newest.set(tenantId, reading)
    this.#outdated.delete(tenantId)
    const before = this.of(tenantId)
    this.#tenants.delete(tenantId)
    for (const row of rows) this.put(tenantId, row)
    const now = this.of(tenantId)
    for (const plugin of new Set([...before.keys(), ...now.keys()]))
      if (JSON.stringify(before.get(plugin)) !== JSON.stringify(now.get(plugin)))
        for (const listener of this.#listeners) listener(tenantId, plugin)
  }

  #once(text: string): string {
    const known = this.#texts.get(text)
    if (known !== undefined) return known
    this.#texts.set(text, text)
    return text
  }
}

const nothing: ReadonlyMap<string, TenantPlugin> = new Map()
