import { Clock, Effect, FiberSet, Schedule, type Scope, Semaphore } from "effect"
import { v7 as uuid } from "uuid"
import type { CommandFailure } from "#core/hub/gate.ts"
import type { TenantId } from "#core/kitchen/ids.ts"
import { refused } from "#core/kitchen/refusal.ts"
import type { ViewItem } from "#core/plugins/plugin-view.ts"
import type { OfferedView, OfferedViews } from "#core/plugins/running/plugin-views.ts"
import type { FanOut } from "./fan-out.ts"
import { NumberedView } from "./numbered-view.ts"
import { type EndWatch, type OpenedView, unwatchedMs } from "./opened-view.ts"

/** Between two readings of a view that goes on changing, in milliseconds. */
const betweenReadsMs = 50

/** A view is one picture on one page; more than this is a list, which REST pages. */
const mostItems = 2_000

/** A view that changed and cannot be read: tried again, then its watchers are told rather than shown what is old. */
const readAgain = { schedule: Schedule.exponential("100 millis"), times: 3 }

/** Pictures that plugins give: read when first watched and whenever they changed while somebody watches. */
export interface PluginViewBook {
  readonly open: (
    tenantId: TenantId,
    offered: OfferedView,
  ) => Effect.Effect<OpenedView, CommandFailure>
  /** The plugin runs with other settings or in another version: what its views show may be another thing. */
  readonly readAgain: (tenantId: TenantId, plugin: string) => void
  /** The restaurant stopped using the plugin: its views begin anew when it uses it again. */
  readonly forget: (tenantId: TenantId, plugin: string) => void
}

export const makePluginViews = (
  offeredViews: OfferedViews["Service"],
  fanOut: FanOut,
): Effect.Effect<PluginViewBook, never, Scope.Scope> =>
  Effect.gen(function* () {
    const clock = yield* Clock.Clock
    const fork = yield* FiberSet.makeRuntime<never, void, never>()
    const books = new Map<TenantId, Map<string, LivePluginView>>()

    const refresh = (live: LivePluginView): void => {
      if (live.due) return
      live.due = true
      const waitMs = live.readAt + betweenReadsMs - clock.currentTimeMillisUnsafe()
      fork(
        (waitMs > 0 ? Effect.sleep(waitMs) : Effect.void).pipe(
          Effect.andThen(
            Effect.sync(() => {
              live.due = false
            }),
          ),
          Effect.andThen(live.upToDate.pipe(Effect.retry(readAgain))),
          Effect.catch((failure) => Effect.sync(() => live.broken(failure))),
        ),
      )
    }

    const outdated = (live: LivePluginView): void => {
      live.stale = true
      // Nobody looks: whoever looks next has it read.
      if (live.view.watchers > 0) refresh(live)
    }

    yield* Effect.acquireRelease(
      Effect.sync(() =>
        offeredViews.onChanged((tenantId, name) => {
          const live = books.get(tenantId)?.get(name)
          if (live !== undefined) outdated(live)
        }),
      ),
      (stop) => Effect.sync(stop),
    )

    yield* Effect.sleep("1 minute").pipe(
      Effect.andThen(
        Effect.sync(() => {
          const before = clock.currentTimeMillisUnsafe() - unwatchedMs
          for (const [tenantId, views] of books) {
            for (const [name, live] of views) if (live.lastWatched() < before) views.delete(name)
            if (views.size === 0) books.delete(tenantId)
          }
        }),
      ),
      Effect.forever,
      Effect.forkScoped,
    )

    const liveOf = (tenantId: TenantId, offered: OfferedView): LivePluginView => {
      const views = books.get(tenantId) ?? new Map<string, LivePluginView>()
      books.set(tenantId, views)
      const live = views.get(offered.name) ?? new LivePluginView(tenantId, offered, fanOut, clock)
      views.set(offered.name, live)
      return live
    }

    const open: PluginViewBook["open"] = (tenantId, offered) =>
      Effect.suspend((): Effect.Effect<OpenedView, CommandFailure> => {
        const live = liveOf(tenantId, offered)
        // Forgotten while it was read: nobody would tell it of changes any more.
        return Effect.flatMap(
          live.upToDate,
          (): Effect.Effect<OpenedView, CommandFailure> =>
            books.get(tenantId)?.get(offered.name) === live
              ? Effect.succeed(live)
              : open(tenantId, offered),
        )
      })

    return {
      open,
      readAgain: (tenantId, plugin) => {
        for (const live of books.get(tenantId)?.values() ?? [])
          if (live.plugin === plugin) outdated(live)
      },
      forget: (tenantId, plugin) => {
        const views = books.get(tenantId)
        for (const [name, live] of views ?? []) if (live.plugin === plugin) views?.delete(name)
      },
    }
  })

class LivePluginView implements OpenedView {
  readonly view: NumberedView
  readonly plugin: string
  /** It changed since it was read. */
  stale = true
  /** A reading is on its way. */
  due = false
  readAt = Number.NEGATIVE_INFINITY
  readonly #tenantId: TenantId
  readonly #offered: OfferedView
  readonly #clock: Clock.Clock
  readonly #oneAtATime = Semaphore.makeUnsafe(1)
  readonly #ends = new Set<EndWatch>()
  #lastWatched: number

  constructor(tenantId: TenantId, offered: OfferedView, fanOut: FanOut, clock: Clock.Clock) {
    this.#tenantId = tenantId
    this.#offered = offered
    this.#clock = clock
    this.#lastWatched = clock.currentTimeMillisUnsafe()
    this.plugin = offered.plugin
    this.view = new NumberedView(offered.name, uuid(), fanOut)
  }

  readonly upToDate: Effect.Effect<void, CommandFailure> = Effect.suspend(() =>
    this.#oneAtATime.withPermit(Effect.suspend(() => (this.stale ? this.#read() : Effect.void))),
  )

  hold(end: EndWatch): () => void {
    this.#ends.add(end)
    return () => {
      this.#ends.delete(end)
      this.#lastWatched = this.#clock.currentTimeMillisUnsafe()
    }
  }

  broken(failure: CommandFailure): void {
    for (const end of [...this.#ends]) end(failure)
  }

  lastWatched(): number {
    return this.view.watchers > 0 ? Number.POSITIVE_INFINITY : this.#lastWatched
  }

  #read(): Effect.Effect<void, CommandFailure> {
    // What changes from here on may be missing in what is read.
    this.stale = false
    this.readAt = this.#clock.currentTimeMillisUnsafe()
    return this.#offered.read(this.#tenantId).pipe(
      Effect.flatMap((items) =>
        items.length > mostItems
          ? Effect.fail(tooLarge(this.#offered.name, items.length))
          : Effect.sync(() => this.#show(items)),
      ),
      Effect.onError(() =>
        Effect.sync(() => {
          this.stale = true
        }),
      ),
    )
  }

  #show(items: ReadonlyArray<ViewItem>): void {
    const now = new Set(items.map(({ id }) => id))
    const gone = [...this.view.ids()].filter((id) => !now.has(id))
    this.view.publish([...items, ...gone.map((id) => ({ id, rev: 0, v: null }))])
  }
}

const tooLarge = (view: string, items: number) =>
  refused("VIEW_TOO_LARGE", `A view may show ${mostItems} things`, { view, items, mostItems })
