import { Context, Effect, Layer, Schedule, type Scope, Semaphore } from "effect"
import { Outage } from "#core/hub/gate.ts"
import { Setups } from "#core/hub/setup.ts"
import { TenantDirectory } from "#core/hub/tenant-directory.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import type { KitchenSetup } from "#core/kitchen/menu.ts"
import { composeSetup, type SetupPart } from "#core/plugins/setup-part.ts"

/** One plugin's share of every restaurant's picture. A plugin that a tenant does not run gives an empty part. */
export interface SetupSource {
  readonly plugin: string
  readonly read: (tenantId: TenantId) => Effect.Effect<SetupPart, Outage>
}

/**
 * The other side of {@link Setups}: the host fills it with what plugins contribute and says when a tenant's data changed.
 *
 * Two services over one state, because actors need the pictures before plugins exist (a plugin may need the gate, the
 * gate needs actors, actors need pictures).
 */
export class SetupRegistry extends Context.Service<
  SetupRegistry,
  {
    /** Once, when all plugins are loaded. Until then `Setups.get` ends in an outage. */
    readonly fill: (sources: ReadonlyArray<SetupSource>) => Effect.Effect<void>
    /**
     * Builds the tenant's picture anew and calls the listeners before it returns, so that whoever stored something finds
     * it. When the picture cannot be read it returns all the same (the change is stored) and goes on trying.
     */
    readonly changed: (tenantId: TenantId) => Effect.Effect<void>
  }
>()("heard/SetupRegistry") {}

/** @param maxTenants pictures kept in memory; the least recently read one goes first */
export const setupRegistryLayer = (
  maxTenants = 2_000,
): Layer.Layer<SetupRegistry | Setups, never, TenantDirectory> =>
  Layer.effectContext(
    Effect.gen(function* () {
      const directory = yield* TenantDirectory
      const scope = yield* Effect.scope
      const pictures = new Pictures(directory, scope, maxTenants)
      return Context.make(SetupRegistry, {
        fill: (sources) => Effect.sync(() => pictures.fill(sources)),
        changed: pictures.changed,
      }).pipe(
        Context.add(Setups, {
          get: pictures.get,
          onChange: (listener) => pictures.onChange(listener),
        }),
      )
    }),
  )

type Listener = (tenantId: TenantId, setup: KitchenSetup) => void

/** One tenant: its picture, and which changes it covers. */
interface Entry {
  readonly building: Semaphore.Semaphore
  picture: KitchenSetup | undefined
  /** Changes announced so far, and how many of them the picture shows. */
  announced: number
  shown: number
  retrying: boolean
}

const retryPolicy = Schedule.min([
  Schedule.exponential("500 millis"),
  Schedule.spaced("30 seconds"),
])

class Pictures {
  readonly #directory: TenantDirectory["Service"]
  readonly #scope: Scope.Scope
  readonly #maxTenants: number
  readonly #listeners = new Set<Listener>()
  readonly #entries = new Map<TenantId, Entry>()
  #sources: ReadonlyArray<SetupSource> | undefined

  constructor(directory: TenantDirectory["Service"], scope: Scope.Scope, maxTenants: number) {
    this.#directory = directory
    this.#scope = scope
    this.#maxTenants = maxTenants
  }

  fill(sources: ReadonlyArray<SetupSource>): void {
    this.#sources = sources
  }

  onChange(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly get = (tenantId: TenantId): Effect.Effect<KitchenSetup, Outage> => {
    const entry = this.#touch(tenantId)
    return entry.picture !== undefined && entry.shown === entry.announced
      ? Effect.succeed(entry.picture)
      : this.#build(tenantId, entry)
  }

  readonly changed = (tenantId: TenantId): Effect.Effect<void> =>
    Effect.suspend(() => {
      const entry = this.#touch(tenantId)
      entry.announced += 1
      return this.#build(tenantId, entry).pipe(
        Effect.catch(() => this.#keepTrying(tenantId, entry)),
        Effect.asVoid,
      )
    })

  /** One build at a time per tenant; whoever waited and finds its change shown is done. */
  #build(tenantId: TenantId, entry: Entry): Effect.Effect<KitchenSetup, Outage> {
    return entry.building.withPermit(
      Effect.suspend(() => {
        if (entry.picture !== undefined && entry.shown === entry.announced)
          return Effect.succeed(entry.picture)
        const covers = entry.announced
        return Effect.map(this.#read(tenantId), (picture) => {
          const isNews = entry.picture !== undefined || covers > 0
          entry.picture = picture
          entry.shown = covers
          if (isNews) for (const listener of this.#listeners) listener(tenantId, picture)
          return picture
        })
      }),
    )
  }

  #read(tenantId: TenantId): Effect.Effect<KitchenSetup, Outage> {
    const sources = this.#sources
    if (sources === undefined) return Effect.fail(new Outage({ reason: "The hub is starting" }))
    return Effect.all(
      [
        this.#directory.byId(tenantId),
        Effect.forEach(sources, (source) => source.read(tenantId), { concurrency: 4 }),
      ],
      { concurrency: 2 },
    ).pipe(
      Effect.mapError(({ reason }) => new Outage({ reason })),
      Effect.flatMap(([tenant, parts]) =>
        tenant === undefined
          ? Effect.fail(new Outage({ reason: "This restaurant is not in the directory" }))
          : Effect.succeed(composeSetup(tenant, parts)),
      ),
    )
  }

  #keepTrying(tenantId: TenantId, entry: Entry): Effect.Effect<void> {
    if (entry.retrying) return Effect.void
    entry.retrying = true
    return this.#build(tenantId, entry).pipe(
      Effect.retry(retryPolicy),
      Effect.ensuring(
        Effect.sync(() => {
          entry.retrying = false
        }),
      ),
      Effect.ignore,
      Effect.forkIn(this.#scope),
      Effect.asVoid,
    )
  }

  #touch(tenantId: TenantId): Entry {
    const known = this.#entries.get(tenantId)
    if (known !== undefined) {
      this.#entries.delete(tenantId)
      this.#entries.set(tenantId, known)
      return known
    }
    const entry: Entry = {
      building: Semaphore.makeUnsafe(1),
      picture: undefined,
      announced: 0,
      shown: 0,
      retrying: false,
    }
    this.#entries.set(tenantId, entry)
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#maxTenants) break
      this.#entries.delete(oldest)
    }
    return entry
  }
}
